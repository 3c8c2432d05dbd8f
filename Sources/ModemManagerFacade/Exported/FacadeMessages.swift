internal import DBus
internal import EventLoop
internal import ModemCore

/// The text messages of the SIM in a stick, and drafts of such.
@LoopActor final class FacadeMessages {
    /// The newest ones that are shown.
    static let limit = MessageQuery.largestLimit
    private static let mostDrafts = 100
    /// Who sends one waits no longer; it stays in the queue.
    private static let patience: Duration = .seconds(90)

    var onChange: @LoopActor () -> Void = {}
    var onAdded: @LoopActor (ObjectPath, _ received: Bool) -> Void = { _, _ in }
    var onDeleted: @LoopActor (ObjectPath) -> Void = { _ in }
    private let modem: Modem
    private let context: FacadeContext
    private var all: [FacadeMessage] = []
    /// The name of the SIM; empty while its messages cannot be read.
    private var card = ""
    private var loading: Task<Void, Never>?
    private var isPruning = false
    private var isPruningDue = false
    private var changes: [UInt32: Int] = [:]
    private var waiting: [(id: UInt32, continuation: CheckedContinuation<Void, Never>)] = []

    init(of modem: Modem, in context: FacadeContext) { (self.modem, self.context) = (modem, context) }

    var paths: [ObjectPath] { all.map(\.path) }

    // MARK: What becomes of them

    func follow(_ snapshot: ModemSnapshot) {
        let card = snapshot.canSendMessages ? snapshot.sim?.identifier ?? "" : ""
        guard card != self.card else { return }
        self.card = card
        loading?.cancel()
        clear()
        if card.isEmpty { return }
        loading = Task { await load(card) }
    }

    private func load(_ card: String) async {
        var query = MessageQuery()
        (query.limit, query.withContent) = (Self.limit, true)
        let messages = try? await context.messages.messages(of: card, query)
        guard card == self.card else { return }
        // Tried again when there is news of the stick.
        guard let messages else { return self.card = "" }
        for message in messages.reversed() where !all.contains(where: { $0.id == message.id }) { add(message) }
        onChange()
    }

    func note(_ change: MessageBook.Change) {
        switch change {
        case .received(card, let id):
            Task {
                await refresh(id, isNew: true)
                await prune()
            }
        case .tidied: Task { await prune() }
        case .stateChanged(card, let id, _):
            changes[id, default: 0] += 1
            resume { $0 == id }
            Task { await refresh(id, isNew: false) }
        case .deleted(card, let id):
            Task {
                // What is being read may have it still.
                await loading?.value
                if let message = all.first(where: { $0.id == id }) { remove(message) }
            }
        case .received, .stateChanged, .deleted, .storageFull: break
        }
    }

    private func refresh(_ id: UInt32, isNew: Bool) async {
        let card = self.card
        // Those that were there first come first.
        await loading?.value
        guard let message = try? await context.messages.message(id, of: card), card == self.card else { return }
        if let known = all.first(where: { $0.id == id }) {
            known.show(FacadeMessageValues.values(message))
            if isNew { onAdded(known.path, true) }
        } else {
            let path = add(message).path
            onChange()
            onAdded(path, message.direction == .received)
        }
    }

    /// What the archive has no more, and what is not among the newest any longer, is not shown. Of those who ask while it is
    /// being looked at, all are content with one more look.
    private func prune() async {
        isPruningDue = true
        if isPruning { return }
        isPruning = true
        while isPruningDue {
            isPruningDue = false
            await pruneOnce()
        }
        isPruning = false
    }

    private func pruneOnce() async {
        await loading?.value
        let (card, before) = (self.card, all)
        var query = MessageQuery()
        query.limit = Self.limit
        guard let kept = try? await context.messages.messages(of: card, query), card == self.card else { return }
        let ids = Set(kept.map(\.id))
        for message in before {
            if let id = message.id, !ids.contains(id) { remove(message) }
        }
    }

    // MARK: What callers ask

    /// Waits until they have been read.
    func list() async -> [ObjectPath] {
        await loading?.value
        return paths
    }

    func create(_ draft: OutgoingMessage) throws(BusError) -> ObjectPath {
        guard all.count(where: { $0.draft != nil }) < Self.mostDrafts else {
            throw FacadeError.memoryFull("There are too many messages that were not sent; delete some.")
        }
        let message = add(FacadeMessage(draft, at: context.numbers.path(.message), of: self))
        onChange()
        onAdded(message.path, false)
        return message.path
    }

    func delete(_ path: ObjectPath) async throws(BusError) {
        guard let message = all.first(where: { $0.path == path }) else {
            throw FacadeError.notFound("This modem has no message \(path).")
        }
        if let id = message.id {
            let (book, card) = (context.messages, self.card)
            _ = try await FacadeError.archived { () async throws(MessageArchiveError) in
                try await book.delete(id, of: card)
            }
        }
        remove(message)
    }

    /// Returns when the network has taken it.
    func send(_ message: FacadeMessage) async throws(BusError) {
        guard let draft = message.draft else {
            throw FacadeError.wrongState("The message was sent or received already.")
        }
        let (book, modem) = (context.messages, self.modem)
        let card = try await FacadeError.mapped { () async throws(ModemError) in try modem.simForMessages() }
        message.draft = nil
        let id: UInt32?
        do throws(BusError) {
            id = try await FacadeError.archived { () async throws(MessageArchiveError) in
                try await book.enqueue(draft, of: card)
            }
        } catch {
            message.draft = draft
            throw error
        }
        guard let id else {
            message.draft = draft
            throw FacadeError.memoryFull("There are too many messages in the queue; wait until they have been sent.")
        }
        message.id = id
        try await waitUntilSent(message, id, draft, of: card)
    }

    /// - Parameter draft: it can be sent once more if the network did not take it.
    private func waitUntilSent(
        _ sent: FacadeMessage, _ id: UInt32, _ draft: OutgoingMessage, of card: String
    ) async throws(BusError) {
        let clock = context.clock
        var isOver = false
        let timer = Task {
            guard (try? await clock.sleep(for: Self.patience)) != nil else { return }
            isOver = true
            resume { $0 == id }
        }
        defer { timer.cancel() }
        let book = context.messages
        while !isOver, !Task.isCancelled {
            let seen = changes[id]
            let message = try await FacadeError.archived { () async throws(MessageArchiveError) in
                try await book.message(id, of: card)
            }
            guard let message else { throw FacadeError.aborted("The message was deleted.") }
            switch message.state {
            case .sent, .delivered: return await refresh(id, isNew: false)
            case .failed, .unknown:
                // Of an unknown outcome nobody can say that it was not sent.
                if message.state == .failed { sent.draft = draft }
                throw FacadeError.failed("The message was not sent: \(message.reason).")
            case .queued, .sending, .received, .partial, .incomplete, .unreadable, .draft: break
            }
            // Both may have come meanwhile, and do not come again.
            if changes[id] == seen, !isOver { await withCheckedContinuation { waiting.append((id, $0)) } }
        }
        throw FacadeError.messageTimeout("The message is still in the queue, and is sent when it can be.")
    }

    private func resume(where isMeant: (UInt32) -> Bool) {
        let due = waiting.filter { isMeant($0.id) }
        waiting.removeAll { isMeant($0.id) }
        for waiter in due { waiter.continuation.resume() }
    }

    // MARK: Objects

    @discardableResult private func add(_ message: ArchivedMessage) -> FacadeMessage {
        add(FacadeMessage(message, at: context.numbers.path(.message), of: self))
    }

    private func add(_ message: FacadeMessage) -> FacadeMessage {
        all.append(message)
        context.tree.add([message.interface], at: message.path)
        return message
    }

    private func remove(_ message: FacadeMessage) {
        // Its deletion is told by the archive, too.
        guard all.contains(where: { $0 === message }) else { return }
        all.removeAll { $0 === message }
        unexport(message)
        onChange()
        onDeleted(message.path)
    }

    private func unexport(_ message: FacadeMessage) {
        context.tree.remove(
            [message.interface], at: message.path, failingCallsWith: FacadeError.aborted("The message is gone."))
    }

    private func clear() {
        for message in all { unexport(message) }
        all = []
        changes = [:]
    }

    func removeAll() {
        card = ""
        loading?.cancel()
        resume { _ in true }
        clear()
    }
}
