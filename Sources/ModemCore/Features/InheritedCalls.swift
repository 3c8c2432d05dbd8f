internal import EventLoop

// A call that an earlier run of the service has left: its port is neither opened nor asked before it is over.
extension Modem {
    /// To be told before the port is announced.
    func inherit(_ call: any InheritedCall, on port: TTYPort) {
        inherited = (call, port)
        // One that is not up never will be: whoever made it is gone.
        if call.address == nil { endInherited() } else { feed(.callFound(node: port.node)) }
    }

    func showInherited() {
        guard let call = inherited?.call else { return }
        var status = ConnectionStatus()
        (status.address, status.since) = (call.address, call.since)
        snapshot.connection = status
    }

    /// Until it is over, as with a call that was dialled here. Cancelling hangs up.
    func carryOn(_ inherited: any InheritedCall) async {
        // Nil where no port answers.
        let link = link
        let end = await follow(inherited.adopt()) {}
        if let link { await reopen(link) }
        finish(.callEnded(end), because: end.map { ModemError($0, cause: "") })
        if let link { await lookAgain(at: link) }
    }
}
