package import EventLoop
package import ModemCore

/// The messages of all SIMs, in a file of their own: one that is damaged takes no settings with it, and is not checked as a
/// whole each time something is written.
@LoopActor package final class MessageStore: MessageArchive {
    /// Said once for each new kind of trouble with the file.
    package var onTrouble: @LoopActor (String) -> Void = { _ in }
    private var file: MessageFile
    private let lane: BlockingLane
    private var lastTrouble = ""

    package init(path: String, retention: MessageRetention = MessageRetention(), lane: BlockingLane) {
        file = MessageFile(path: path, retention: retention)
        self.lane = lane
    }

    /// Holds from the next message on.
    package func setRetention(_ retention: MessageRetention) {
        file = MessageFile(path: file.path, retention: retention)
    }

    package func load() async throws(MessageArchiveError) -> [String] {
        let (cards, troubles) = try await onFile { file throws(StoreError) in try file.load() }
        for trouble in troubles { onTrouble(trouble) }
        return cards
    }

    package func take(
        _ listing: MessageListing, of card: String, at now: UInt64
    ) async throws(MessageArchiveError) -> [MessageChange] {
        // The poll of an empty memory does not write.
        try await onFile { file throws(StoreError) in try file.take(listing, of: card, at: now) }
    }

    package func take(
        _ messages: [IncomingMessage], of card: String, at now: UInt64
    ) async throws(MessageArchiveError) -> [MessageChange] {
        try await onFile { file throws(StoreError) in try file.take(messages, of: card, at: now) }
    }

    package func forget(_ places: [MessagePlace]) async throws(MessageArchiveError) {
        try await onFile { file throws(StoreError) in try file.forget(places) }
    }

    package func messages(
        of card: String, _ query: MessageQuery
    ) async throws(MessageArchiveError) -> [ArchivedMessage] {
        try await onFile { file throws(StoreError) in try file.messages(of: card, query) }
    }

    package func message(_ id: UInt32, of card: String) async throws(MessageArchiveError) -> ArchivedMessage? {
        try await onFile { file throws(StoreError) in try file.message(id, of: card) }
    }

    package func delete(_ id: UInt32, of card: String) async throws(MessageArchiveError) -> Bool {
        try await onFile { file throws(StoreError) in try file.delete(id, of: card) }
    }

    package func enqueue(
        _ message: OutgoingMessage, of card: String, at now: UInt64
    ) async throws(MessageArchiveError) -> UInt32? {
        try await onFile { file throws(StoreError) in try file.enqueue(message, of: card, at: now) }
    }

    package func nextPart(of card: String) async throws(MessageArchiveError) -> OutgoingPart? {
        try await onFile { file throws(StoreError) in try file.nextPart(of: card) }
    }

    package func begin(_ part: OutgoingPart) async throws(MessageArchiveError) -> MessageChange? {
        try await onFile { file throws(StoreError) in try file.begin(part) }
    }

    package func finish(
        _ part: OutgoingPart, _ outcome: SendingOutcome
    ) async throws(MessageArchiveError) -> MessageChange? {
        try await onFile { file throws(StoreError) in try file.finish(part, outcome) }
    }

    package func note(_ report: DeliveryReport, of card: String) async throws(MessageArchiveError) -> MessageChange? {
        try await onFile { file throws(StoreError) in try file.note(report, of: card) }
    }

    package func tidy(at now: UInt64) async throws(MessageArchiveError) -> [MessageChange] {
        try await onFile { file throws(StoreError) in try file.tidy(at: now) }
    }

    /// Returns when everything given to the archive so far is on the disk, or has failed to get there.
    package func flush() async { await lane.run {} }

    private func onFile<Outcome: Sendable>(
        _ work: @escaping @Sendable (MessageFile) throws(StoreError) -> Outcome
    ) async throws(MessageArchiveError) -> Outcome {
        do throws(StoreError) {
            let outcome = try await lane.run { [file] () throws(StoreError) in try work(file) }
            lastTrouble = ""
            return outcome
        } catch {
            report("\(file.path): \(error)")
            throw MessageArchiveError("\(error)")
        }
    }

    private func report(_ trouble: String) {
        if trouble == lastTrouble { return }
        lastTrouble = trouble
        onTrouble("messages stay where they are for now: \(trouble)")
    }
}
