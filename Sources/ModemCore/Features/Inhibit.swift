internal import EventLoop

extension Modem {
    /// Lends the ports to another program: nothing of them is open here when this returns. Ends with ``takeBackPorts(from:)``,
    /// with ``holderLeft(_:)``, or with the stick.
    package func lendPorts(to holder: Holder) async throws(ModemError) {
        // Their answers would be lost with the ports.
        if isRadioTaken || isSIMTaken {
            throw .wrongState(snapshot.state, needed: "wait until the command that is under way has been answered")
        }
        try await request(.inhibit(holder))
    }

    /// Takes the ports back from who has borrowed them, and reads the stick anew.
    package func takeBackPorts(from holder: Holder) async throws(ModemError) { try await request(.release(holder)) }
}
