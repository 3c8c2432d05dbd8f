import EventLoop
import ModemCore

/// Keeps messages in memory, knows a place again as the archive on the disk does, and fails when a test says so.
@LoopActor final class ScriptedArchive: MessageArchive {
    /// The octets of what was taken, by card.
    private(set) var taken: [String: [[UInt8]]] = [:]
    /// What became of parts, in the order in which it was written.
    private(set) var outcomes: [SendingOutcome] = []
    private(set) var loads = 0
    var isFull = false
    private var known: [MessagePlace: [UInt8]] = [:]

    nonisolated init() {}

    private func check() throws(MessageArchiveError) {
        if isFull { throw MessageArchiveError("there is no room") }
    }

    func load() async throws(MessageArchiveError) -> [String] {
        loads += 1
        try check()
        return []
    }

    func take(_ listing: MessageListing, of card: String, at now: UInt64) async throws(MessageArchiveError)
        -> [MessageChange]
    {
        try check()
        for (index, message) in listing.messages.sorted(by: { $0.key < $1.key })
        where known[listing.place(index)] != message.octets {
            known[listing.place(index)] = message.octets
            taken[card, default: []].append(message.octets)
        }
        return []
    }

    func take(_ messages: [IncomingMessage], of card: String, at now: UInt64) async throws(MessageArchiveError)
        -> [MessageChange]
    {
        try check()
        taken[card, default: []] += messages.map(\.octets)
        return []
    }

    func forget(_ places: [MessagePlace]) async throws(MessageArchiveError) {
        for place in places { known[place] = nil }
    }

    func messages(of card: String, _ query: MessageQuery) async throws(MessageArchiveError) -> [ArchivedMessage] { [] }
    func message(_ id: UInt32, of card: String) async throws(MessageArchiveError) -> ArchivedMessage? { nil }
    func delete(_ id: UInt32, of card: String) async throws(MessageArchiveError) -> Bool { false }
    func enqueue(_ message: OutgoingMessage, of card: String, at now: UInt64) async throws(MessageArchiveError)
        -> UInt32?
    {
        nil
    }
    func nextPart(of card: String) async throws(MessageArchiveError) -> OutgoingPart? { nil }
    func begin(_ part: OutgoingPart) async throws(MessageArchiveError) -> MessageChange? { nil }

    func finish(_ part: OutgoingPart, _ outcome: SendingOutcome) async throws(MessageArchiveError) -> MessageChange? {
        try check()
        outcomes.append(outcome)
        return nil
    }

    func note(_ report: DeliveryReport, of card: String) async throws(MessageArchiveError) -> MessageChange? { nil }
    func tidy(at now: UInt64) async throws(MessageArchiveError) -> [MessageChange] { [] }
}
