/// A message in the octets it came in, for who keeps it whatever it is.
package struct RawMessage: Hashable, Sendable {
    /// With the service centre in front, on nearly all sticks.
    package let octets: [UInt8]
    /// Octets without the service centre, as the stick says. Nil: it does not.
    package let length: Int?

    package init(octets: [UInt8], length: Int?) {
        self.octets = octets
        self.length = length
    }

    /// Nil unless it is pairs of hexadecimal digits, for not more than 512 octets.
    init?(hexadecimal line: ArraySlice<UInt8>, length: Int?) {
        guard !line.isEmpty, line.count <= Self.maximumDigits, let octets = Hexadecimal.decode(line) else { return nil }
        self.init(octets: octets, length: length)
    }

    /// Whether they are as many as the stick says, with a service centre or without.
    var hasNamedLength: Bool {
        guard let length, let first = octets.first else { return false }
        return octets.count == length || octets.count == length + 1 + Int(first)
    }

    /// Nothing of it was lost on the way, as far as it can be seen.
    package var isWhole: Bool {
        (length == nil || hasNamedLength) && (try? decode()) != nil
    }

    package func decode() throws(PDUError) -> ShortMessage { try ShortMessage(octets: octets, length: length) }

    private static let maximumDigits = 1024
}
