/// A place in which a stick or a SIM keeps a message.
package struct MessagePlace: Hashable, Sendable {
    /// Whose memory it is: the ICCID of a SIM, or the IMEI of a stick.
    package let holder: String
    /// As the stick calls it: `SM`, `ME`.
    package let memory: String
    package let index: Int

    package init(holder: String, memory: String, index: Int) {
        (self.holder, self.memory, self.index) = (holder, memory, index)
    }
}

/// What was found in a place, or handed over without having been in one.
package struct IncomingMessage: Equatable, Sendable {
    /// Of a message that is longer than one can be.
    package struct Part: Equatable, Sendable {
        /// The same in all parts of one message; those of 8 and of 16 bits differ.
        package let reference: Int
        package let count: Int
        package let number: Int

        package init(reference: Int, count: Int, number: Int) {
            (self.reference, self.count, self.number) = (reference, count, number)
        }
    }

    /// As it came: by this it is known again.
    package let octets: [UInt8]
    package var direction = MessageDirection.received
    package var state = MessageState.received
    package var number = ""
    /// ISO 8601, and the same in seconds since 1970. Empty: it names none.
    package var time = ""
    package var seconds: Int64 = 0
    package var content: MessageContent
    package var part: Part?
    package var messageClass: UInt8?
    package var port: UInt16?

    package init(octets: [UInt8], content: MessageContent) { (self.octets, self.content) = (octets, content) }

    /// One that nobody can read.
    package init(unreadable octets: [UInt8]) {
        self.init(octets: octets, content: .data(octets))
        state = .unreadable
    }
}

/// What a memory holds, as far as it was read.
package struct MessageListing: Equatable, Sendable {
    package let holder: String
    package let memory: String
    /// By their index.
    package let messages: [Int: IncomingMessage]
    /// Every place of it that is taken, whether its message could be shown or not; nil unless all were asked for.
    package let taken: Set<Int>?

    package init(holder: String, memory: String, messages: [Int: IncomingMessage], taken: Set<Int>?) {
        (self.holder, self.memory, self.messages, self.taken) = (holder, memory, messages, taken)
    }

    package func place(_ index: Int) -> MessagePlace { MessagePlace(holder: holder, memory: memory, index: index) }
}

/// What happened to a message in the archive.
package struct MessageChange: Equatable, Sendable {
    package let card: String
    package let id: UInt32
    package let state: MessageState
    /// It has come: whole, given up, or never to be read.
    package let hasArrived: Bool

    package init(card: String, id: UInt32, state: MessageState, hasArrived: Bool = false) {
        (self.card, self.id, self.state, self.hasArrived) = (card, id, state, hasArrived)
    }
}
