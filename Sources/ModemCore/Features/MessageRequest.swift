extension Modem {
    /// The name of the SIM whose messages the stick sends.
    package func simForMessages() throws(ModemError) -> String {
        guard let sim = snapshot.sim else { throw .simMissing }
        switch sim.lock {
        case .pin: throw .simLocked(.simPin)
        case .puk: throw .simLocked(.simPuk)
        case .none, .pin2, .puk2, .unknown: break
        }
        guard snapshot.canSendMessages, !sim.identifier.isEmpty else {
            throw .wrongState(snapshot.state, needed: "wait until its SIM has been read")
        }
        return sim.identifier
    }
}
