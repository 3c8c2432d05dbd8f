/// A message as the archive has it.
package struct ArchivedMessage: Equatable, Sendable {
    /// Never given to another message again.
    package let id: UInt32
    package let direction: MessageDirection
    /// The sender or the recipient; a sender may be a name such as `Vodafone`, in any characters. May be empty.
    package let number: String
    /// ISO 8601 with its own zone: of the service centre, or when it was queued. Empty if it names none.
    package let time: String
    /// When it came to the archive, in seconds since 1970.
    package let stored: UInt64
    package let state: MessageState
    /// Why it is in that state, a few words; may be empty.
    package let reason: String
    /// How many parts it has, and how many of them are not there.
    package let parts: Int
    package let missing: Int
    /// 0 to 3; nil: none is named.
    package let messageClass: UInt8?
    /// The program it is meant for; nil: for a person.
    package let port: UInt16?
    /// Nil where the archive was asked for the list only.
    package let content: MessageContent?

    package init(
        id: UInt32, direction: MessageDirection, number: String, time: String, stored: UInt64, state: MessageState,
        reason: String, parts: Int, missing: Int, messageClass: UInt8?, port: UInt16?, content: MessageContent?
    ) {
        (self.id, self.direction, self.number, self.time) = (id, direction, number, time)
        (self.stored, self.state, self.reason) = (stored, state, reason)
        (self.parts, self.missing, self.messageClass, self.port) = (parts, missing, messageClass, port)
        self.content = content
    }
}

/// Which messages of a SIM are asked for: the newest first, or the oldest where `after` is given.
package struct MessageQuery: Equatable, Sendable {
    package static let largestLimit = 1000

    package var direction: MessageDirection?
    package var state: MessageState?
    /// What the number or the text has in it, in capitals or not.
    package var search: String?
    /// Only those with a smaller, or a larger, id.
    package var before: UInt32?
    package var after: UInt32?
    package var limit = 100
    package var withContent = false

    package init() {}
}
