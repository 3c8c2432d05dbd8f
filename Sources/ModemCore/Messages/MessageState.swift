/// How far a message has come. The raw values are those on the bus.
package enum MessageState: String, CaseIterable, Sendable {
    /// Came and is whole.
    case received
    /// Came, and parts of it are still to come.
    case partial
    /// Came, and its other parts did not within ``MessageAssembly/patience``. They are still taken if they do.
    case incomplete
    /// Came and is no message that can be read; kept in the octets it came in.
    case unreadable
    /// Written and never sent, by another program or a phone.
    case draft
    case queued
    /// Given to the stick, or about to be.
    case sending
    /// The network has taken it.
    case sent
    /// And says that the recipient has it.
    case delivered
    /// Refused: nobody has it.
    case failed
    /// Given to the stick, and nobody knows whether the network took it. Never sent again by itself.
    case unknown

    /// It may still change without anybody's doing, and must not be forgotten.
    package var isUnderWay: Bool { self == .queued || self == .sending }

    /// Of a message that is sent in parts: what is bad about one is bad about all.
    package static func together(_ parts: [MessageState]) -> MessageState {
        let order: [MessageState] = [.sending, .queued, .failed, .unknown, .sent, .delivered]
        // Between two parts a message is being sent.
        if parts.contains(.queued), parts.contains(where: { $0 != .queued }) { return .sending }
        return order.first { parts.contains($0) } ?? .unknown
    }
}

package enum MessageDirection: String, CaseIterable, Sendable {
    case received, sent
}

/// What a message says.
package enum MessageContent: Equatable, Sendable {
    /// May hold any character but NUL, also those a terminal takes for commands.
    case text(String)
    case data([UInt8])
}
