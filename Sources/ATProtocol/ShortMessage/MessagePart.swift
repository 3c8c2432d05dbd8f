/// One part of a message that is longer than 140 octets (3GPP TS 23.040, 9.2.3.24.1 and 9.2.3.24.8).
package struct MessagePart: Hashable, Sendable {
    /// The same in all parts of a message, and not in other messages of the same sender for some time.
    package let reference: UInt16
    /// Of 16 bits: a reference of 8 bits with the same value is another message.
    package let isWide: Bool
    /// How many parts there are, 1 to 255.
    package let count: Int
    /// Which one this is, 1 to `count`.
    package let number: Int

    /// Nil if there is no such part.
    package init?(reference: UInt16, isWide: Bool = false, count: Int, number: Int) {
        guard (1...255).contains(count), (1...count).contains(number), isWide || reference <= 0xff else { return nil }
        self.reference = reference
        self.isWide = isWide
        self.count = count
        self.number = number
    }
}

/// Programs a message is meant for, rather than a person (3GPP TS 23.040, 9.2.3.24.3 and 9.2.3.24.4): 2948 is WAP push, as
/// of notifications of multimedia messages.
package struct ApplicationPorts: Hashable, Sendable {
    package let destination: UInt16
    package let source: UInt16

    package init(destination: UInt16, source: UInt16) {
        self.destination = destination
        self.source = source
    }
}
