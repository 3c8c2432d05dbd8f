// What becomes of the SIM besides its PIN.
extension Modem.StateMachine {
    /// Everything that was read is read anew, and a stored PIN is tried by the way.
    mutating func readAnew() -> [Action] {
        phase = .enabling
        return [.initialise]
    }

    mutating func pinStored() -> [Action] {
        guard case .locked(let reason) = phase, reason.asksForPIN, !isEnteringPIN, portTrouble == .none else {
            return []
        }
        return readAnew()
    }

    mutating func simAbsent() -> [Action] {
        wasRead(false)
        switch phase {
        case .enabling, .locked, .searching, .registered, .disabled:
            (registration, isEnteringPIN) = (.unknown, false)
            phase = .locked(.simMissing)
            return endWanted(.simMissing)
        case .new, .storage, .switching, .returning, .settling, .probing, .connecting, .connected, .disconnecting,
            .inhibited, .suspended, .failed, .gone:
            return []
        }
    }

    mutating func simInserted() -> [Action] {
        guard case .locked(.simMissing) = phase, portTrouble == .none else { return [] }
        return readAnew()
    }

    /// What a SIM in this state is an answer to.
    static func refusal(by reason: StateReason) -> ModemError {
        reason == .simMissing ? .simMissing : .simLocked(reason)
    }
}
