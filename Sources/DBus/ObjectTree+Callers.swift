internal import EventLoop

/// Callers come and go; what was asked to last as long as its caller must not outlive it.
extension ObjectTree {
    /// One match rule for all callers, however many there are.
    func followDepartures(on connection: Connection) {
        let departures = connection.signals(matching: .departures)
        Task { [weak self] in
            for await signal in departures {
                guard case .string(let name)? = signal.arguments.first, name.hasPrefix(":") else { continue }
                self?.callerLeft(name)
            }
        }
    }

    /// Remembers that something of this caller ends when it leaves.
    func bind(to sender: String) { boundCallers.insert(sender) }

    /// The bus is gone, and with it everybody who was on it.
    func allCallersLeft() {
        let senders = boundCallers.union(pendingCalls.values.map(\.context.sender))
        for sender in senders { callerLeft(sender) }
    }

    private func callerLeft(_ sender: String) {
        for (id, call) in pendingCalls where call.context.sender == sender {
            // Nobody has said yet that it may be done, or nobody wants it done any more.
            if !call.stage.isAllowed || call.isBoundToCaller {
                pendingCalls[id] = nil
                call.task?.cancel()
            } else {
                pendingCalls[id]?.address.isExpected = false
            }
        }
        if boundCallers.remove(sender) != nil { onCallerLeft?(sender) }
    }
}
