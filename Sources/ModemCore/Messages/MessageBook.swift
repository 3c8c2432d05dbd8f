package import EventLoop

/// The messages of every SIM: what the archive has, who is told of them, and who sends them.
@LoopActor package final class MessageBook {
    package enum Change: Equatable, Sendable {
        /// A message has come, and is in the archive.
        case received(identifier: String, UInt32)
        case stateChanged(identifier: String, UInt32, MessageState)
        /// Somebody has deleted it.
        case deleted(identifier: String, UInt32)
        /// What nobody wants to be kept any longer is gone, of any SIM.
        case tidied
        /// Messages stay on the SIM because they cannot be written, or do so no longer.
        case storageFull(identifier: String, Bool)
    }

    /// How often it is looked for what has waited too long.
    nonisolated static let tidyInterval: Duration = .seconds(3600)
    /// After something that could not be read or written.
    nonisolated static let retryInterval: Duration = .seconds(10)

    private let archive: any MessageArchive
    private let usage: UsageBook
    private let wallClock: @LoopActor () -> UInt64
    private let clock: any Clock<Duration>
    private var observers: [@LoopActor (Change) -> Void] = []
    private var full: Set<String> = []
    private var senders: [String: [ObjectIdentifier: @LoopActor () -> Void]] = [:]
    private var upkeep: Task<Void, Never>?
    /// What became of parts, and could not be written yet; it outlives their stick.
    private var outcomes: [(part: OutgoingPart, outcome: SendingOutcome)] = []
    private var writing: Task<Void, Never>?

    /// - Parameter usage: knows the SIMs by name.
    package init(
        archive: any MessageArchive, usage: UsageBook, clock: any Clock<Duration>,
        wallClock: @escaping @LoopActor () -> UInt64
    ) {
        (self.archive, self.usage, self.clock, self.wallClock) = (archive, usage, clock, wallClock)
    }

    isolated deinit {
        upkeep?.cancel()
        writing?.cancel()
    }

    package func observe(_ observer: @escaping @LoopActor (Change) -> Void) { observers.append(observer) }

    /// Reads the archive, after that of usage; from then on nothing waits too long.
    package func load() async {
        let wasRead = await readArchive()
        upkeep = Task { [weak self, clock] in
            var isLoaded = wasRead
            repeat {
                if !isLoaded { isLoaded = await self?.readArchive() ?? true }
                await self?.tidy()
            } while (try? await clock.sleep(for: isLoaded ? Self.tidyInterval : Self.retryInterval)) != nil
        }
    }

    /// The archive says itself what is wrong with it.
    private func readArchive() async -> Bool {
        guard let cards = try? await archive.load() else { return false }
        for card in cards { _ = usage.identifier(of: card) }
        return true
    }

    private func tidy() async {
        guard let changes = try? await archive.tidy(at: wallClock()) else { return }
        tell(changes)
        for observer in observers { observer(.tidied) }
    }

    // MARK: What callers ask

    package func messages(
        of identifier: String, _ query: MessageQuery
    ) async throws(MessageArchiveError) -> [ArchivedMessage] {
        guard let card = card(of: identifier) else { return [] }
        return try await archive.messages(of: card, query)
    }

    package func message(
        _ id: UInt32, of identifier: String
    ) async throws(MessageArchiveError) -> ArchivedMessage? {
        guard let card = card(of: identifier) else { return nil }
        return try await archive.message(id, of: card)
    }

    package func delete(_ id: UInt32, of identifier: String) async throws(MessageArchiveError) -> Bool {
        guard let card = card(of: identifier) else { return false }
        let existed = try await archive.delete(id, of: card)
        if existed { for observer in observers { observer(.deleted(identifier: identifier, id)) } }
        return existed
    }

    /// - Returns: nil if the queue is too long.
    package func enqueue(
        _ message: OutgoingMessage, of identifier: String
    ) async throws(MessageArchiveError) -> UInt32? {
        guard let card = card(of: identifier) else { throw MessageArchiveError("the SIM is not known any more") }
        guard let id = try await archive.enqueue(message, of: card, at: wallClock()) else { return nil }
        tell([MessageChange(card: card, id: id, state: .queued)])
        for wake in senders[identifier, default: [:]].values { wake() }
        return id
    }

    package func isStorageFull(_ identifier: String) -> Bool { full.contains(identifier) }

    private func card(of identifier: String) -> String? { usage.accounts[identifier]?.card }

    // MARK: What sticks do

    /// - Parameter wake: called when there is something to be sent.
    func attach(_ sender: AnyObject, for identifier: String, wake: @escaping @LoopActor () -> Void) {
        senders[identifier, default: [:]][ObjectIdentifier(sender)] = wake
    }

    func detach(_ sender: AnyObject, from identifier: String) {
        senders[identifier]?[ObjectIdentifier(sender)] = nil
    }

    func take(_ listing: MessageListing, of card: String) async throws(MessageArchiveError) {
        try await taking(of: card) { () async throws(MessageArchiveError) in
            try await archive.take(listing, of: card, at: wallClock())
        }
    }

    func take(_ messages: [IncomingMessage], of card: String) async throws(MessageArchiveError) {
        try await taking(of: card) { () async throws(MessageArchiveError) in
            try await archive.take(messages, of: card, at: wallClock())
        }
    }

    private func taking(
        of card: String, _ work: () async throws(MessageArchiveError) -> [MessageChange]
    ) async throws(MessageArchiveError) {
        do throws(MessageArchiveError) {
            tell(try await work())
            show(isFull: false, card)
        } catch {
            show(isFull: true, card)
            throw error
        }
    }

    func forget(_ places: [MessagePlace]) async throws(MessageArchiveError) {
        if !places.isEmpty { try await archive.forget(places) }
    }

    func nextPart(of card: String) async throws(MessageArchiveError) -> OutgoingPart? {
        try await archive.nextPart(of: card)
    }

    /// - Returns: whether it is still wanted.
    func begin(_ part: OutgoingPart) async throws(MessageArchiveError) -> Bool {
        guard let change = try await archive.begin(part) else { return false }
        tell([change])
        return true
    }

    /// Writes what became of a part: now, or when it can be. Without it, the next start of the service knows only that it was
    /// tried.
    func finish(_ part: OutgoingPart, _ outcome: SendingOutcome) async {
        if await isWritten(part, outcome) { return }
        outcomes.append((part, outcome))
        guard writing == nil else { return }
        writing = Task { [weak self, clock] in
            while (try? await clock.sleep(for: Self.retryInterval)) != nil {
                if await self?.writeOutcomes() ?? true { return }
            }
        }
    }

    /// - Returns: whether all are written.
    private func writeOutcomes() async -> Bool {
        while let (part, outcome) = outcomes.first {
            guard await isWritten(part, outcome) else { return false }
            outcomes.removeFirst()
        }
        writing = nil
        return true
    }

    private func isWritten(_ part: OutgoingPart, _ outcome: SendingOutcome) async -> Bool {
        do throws(MessageArchiveError) {
            if let change = try await archive.finish(part, outcome) { tell([change]) }
            return true
        } catch {
            return false
        }
    }

    func note(_ report: DeliveryReport, of card: String) async throws(MessageArchiveError) {
        if let change = try await archive.note(report, of: card) { tell([change]) }
    }

    // MARK: Telling

    private func tell(_ changes: [MessageChange]) {
        for change in changes {
            let identifier = usage.identifier(of: change.card)
            let news: Change =
                change.hasArrived
                ? .received(identifier: identifier, change.id)
                : .stateChanged(identifier: identifier, change.id, change.state)
            for observer in observers { observer(news) }
        }
    }

    private func show(isFull: Bool, _ card: String) {
        let identifier = usage.identifier(of: card)
        guard full.contains(identifier) != isFull else { return }
        if isFull { full.insert(identifier) } else { full.remove(identifier) }
        for observer in observers { observer(.storageFull(identifier: identifier, isFull)) }
    }
}
