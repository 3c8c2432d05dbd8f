internal import EventLoop

/// Who wants which signals.
struct Subscriptions {
    struct Subscription {
        let rule: MatchRule
        let continuation: AsyncStream<Signal>.Continuation
    }

    private(set) var all: [UInt64: Subscription] = [:]
    private var uses: [MatchRule: Int] = [:]
    private var nextID: UInt64 = 1

    /// - Returns: the id, and whether the bus has to be told.
    mutating func add(_ subscription: Subscription) -> (id: UInt64, isFirst: Bool) {
        defer { nextID += 1 }
        all[nextID] = subscription
        return (nextID, retain(subscription.rule))
    }

    /// - Returns: the rule, if nobody else uses it.
    mutating func remove(_ id: UInt64) -> (rule: MatchRule, isLast: Bool)? {
        guard let subscription = all.removeValue(forKey: id) else { return nil }
        return (subscription.rule, release(subscription.rule))
    }

    mutating func retain(_ rule: MatchRule) -> Bool {
        uses[rule, default: 0] += 1
        return uses[rule] == 1
    }

    mutating func release(_ rule: MatchRule) -> Bool {
        guard let count = uses[rule] else { return false }
        uses[rule] = count > 1 ? count - 1 : nil
        return count == 1
    }

    /// Ends the streams of one rule, or of all. The end of a stream unsubscribes it, so call this on a copy.
    consuming func finish(_ rule: MatchRule? = nil) {
        for subscription in all.values where rule == nil || subscription.rule == rule {
            subscription.continuation.finish()
        }
    }
}

/// Owners of the well-known names signals are wanted from: a signal carries the unique name of its sender, and anyone
/// may send us one.
struct Ownership {
    private struct Entry {
        var owner: String?
        var uses: Int
    }

    private var entries: [String: Entry] = [:]

    static func needsTracking(_ name: String) -> Bool { !name.hasPrefix(":") && name != MatchRule.bus }

    /// - Returns: whether tracking has to begin.
    mutating func retain(_ name: String) -> Bool {
        entries[name, default: Entry(owner: nil, uses: 0)].uses += 1
        return entries[name]?.uses == 1
    }

    /// - Returns: whether tracking has to end.
    mutating func release(_ name: String) -> Bool {
        guard var entry = entries[name] else { return false }
        entry.uses -= 1
        entries[name] = entry.uses > 0 ? entry : nil
        return entry.uses == 0
    }

    mutating func set(_ owner: String?, of name: String) { entries[name]?.owner = owner }

    func sent(by sender: String, as name: String?) -> Bool {
        guard let name, name != sender else { return true }
        return entries[name]?.owner == sender
    }
}

extension Connection {
    /// The signals that match `rule`, from this call on: the bus learns of the rule before anything sent later.
    ///
    /// Unbounded, since a lost removal would leave a ghost; the consumer runs on the same loop, and no more than a few
    /// messages are taken per turn. Ends with the connection, or when the bus refuses the rule. The rule is taken back
    /// when the consumer stops.
    package func signals(matching rule: MatchRule) -> AsyncStream<Signal> {
        let (stream, continuation) = AsyncStream<Signal>.makeStream(bufferingPolicy: .unbounded)
        guard isConnected else {
            continuation.finish()
            return stream
        }
        let (id, isFirst) = subscriptions.add(.init(rule: rule, continuation: continuation))
        continuation.onTermination = { [weak self] _ in
            if EventLoop.main.isOnLoop {
                LoopActor.assume { self?.unsubscribe(id) }
            } else {
                Task { @LoopActor in self?.unsubscribe(id) }
            }
        }
        if let sender = rule.sender, Ownership.needsTracking(sender) { track(sender) }
        if isFirst { addMatch(rule) }
        return stream
    }

    func receiveSignal(_ message: borrowing Message) {
        guard let sender = message.sender, let path = message.path, let interface = message.interface,
            let member = message.member
        else { return }
        let isOwnerChange = sender == MatchRule.bus && member == "NameOwnerChanged"
        let interested = subscriptions.all.values.filter {
            $0.rule.matchesHeader(path: path, interface: interface, member: member)
                && ownership.sent(by: sender, as: $0.rule.sender)
        }
        guard isOwnerChange || !interested.isEmpty,
            let arguments = try? MessageReader.values(of: message, limit: MessageReader.replyLimit)
        else { return }
        if isOwnerChange, let (name, _, owner) = try? TypeList<String, String, String>.decode(arguments) {
            ownership.set(owner.isEmpty ? nil : owner, of: name)
        }
        let signal = Signal(sender: sender, path: path, interface: interface, member: member, arguments: arguments)
        for subscription in interested where subscription.rule.matches(arguments: arguments) {
            subscription.continuation.yield(signal)
        }
    }

    private func unsubscribe(_ id: UInt64) {
        guard let (rule, isLast) = subscriptions.remove(id) else { return }
        if isLast { removeMatch(rule) }
        if let sender = rule.sender, Ownership.needsTracking(sender), ownership.release(sender) {
            let changes = MatchRule.ownerChanges(of: sender)
            if subscriptions.release(changes) { removeMatch(changes) }
        }
    }

    private func track(_ name: String) {
        guard ownership.retain(name) else { return }
        let changes = MatchRule.ownerChanges(of: name)
        if subscriptions.retain(changes) { addMatch(changes) }
        callBus("GetNameOwner", [.string(name)]) { [weak self] outcome in
            // An error says that nobody owns it yet.
            if case .string(let owner)? = (try? outcome.get())?.first { self?.ownership.set(owner, of: name) }
        }
    }

    private func addMatch(_ rule: MatchRule) {
        callBus("AddMatch", [.string(rule.text)]) { [weak self] outcome in
            guard case .failure = outcome, let refused = self?.subscriptions else { return }
            refused.finish(rule)
        }
    }

    private func removeMatch(_ rule: MatchRule) {
        try? post(
            destination: MatchRule.bus, path: Self.busPath, interface: MatchRule.bus, member: "RemoveMatch",
            body: [.string(rule.text)])
    }
}
