package import EventLoop

/// Where messages are kept. What is done is on the disk, also after a power cut; what failed has changed nothing.
@LoopActor package protocol MessageArchive: AnyObject {
    /// Reads it for the first time: parts that were being sent when the service ended have an unknown outcome from now on.
    /// - Returns: every card that has messages.
    func load() async throws(MessageArchiveError) -> [String]
    /// Takes in what is new of a listing. All of it is kept when this returns, and may be deleted where it was.
    /// - Parameter now: seconds since 1970.
    func take(
        _ listing: MessageListing, of card: String, at now: UInt64
    ) async throws(MessageArchiveError) -> [MessageChange]
    /// The same of messages that were never stored elsewhere.
    func take(
        _ messages: [IncomingMessage], of card: String, at now: UInt64
    ) async throws(MessageArchiveError) -> [MessageChange]
    /// These places were emptied.
    func forget(_ places: [MessagePlace]) async throws(MessageArchiveError)

    func messages(of card: String, _ query: MessageQuery) async throws(MessageArchiveError) -> [ArchivedMessage]
    func message(_ id: UInt32, of card: String) async throws(MessageArchiveError) -> ArchivedMessage?
    /// - Returns: whether there was one.
    func delete(_ id: UInt32, of card: String) async throws(MessageArchiveError) -> Bool

    /// - Returns: nil if there are more in the queue than can be meant.
    func enqueue(
        _ message: OutgoingMessage, of card: String, at now: UInt64
    ) async throws(MessageArchiveError) -> UInt32?
    /// What is to be sent next; the oldest message first, and its parts in their order.
    func nextPart(of card: String) async throws(MessageArchiveError) -> OutgoingPart?
    /// It is about to be given to the stick. Nil: it was deleted meanwhile.
    func begin(_ part: OutgoingPart) async throws(MessageArchiveError) -> MessageChange?
    func finish(_ part: OutgoingPart, _ outcome: SendingOutcome) async throws(MessageArchiveError) -> MessageChange?
    func note(_ report: DeliveryReport, of card: String) async throws(MessageArchiveError) -> MessageChange?

    /// What has waited for its other parts too long, and what nobody wants to be kept any longer.
    func tidy(at now: UInt64) async throws(MessageArchiveError) -> [MessageChange]
}

package struct MessageArchiveError: Error, Equatable, Sendable {
    private let why: String

    package init(_ why: String) { self.why = why }

    /// What failed, why, and what to do.
    package var message: String {
        "Messages cannot be read or written: \(why); make room, or mend the disk, and try again."
    }
}
