// The machine sleeps, and the stick with it: it may lose its power, and is read anew when the machine is awake.
extension Modem.StateMachine {
    static let sleepEndsFirst = "wait until the machine is awake"

    var isAsleep: ModemError { .wrongState(state, needed: Self.sleepEndsFirst) }

    /// A call is ended first. What is lent, and what has failed, is left as it is.
    mutating func requestSuspend() -> (Admission, [Action]) {
        switch phase {
        case .new, .storage, .inhibited, .suspended, .failed, .gone:
            return (.done, [])
        case .connecting, .connected:
            isSuspending = true
            phase = .disconnecting
            return (.wait, endChange(.suspended) + [.hangUp])
        case .disconnecting:
            isSuspending = true
            return (.wait, endChange(.suspended))
        case .switching, .returning, .settling, .probing, .enabling, .locked, .searching, .registered, .disabled:
            return (.wait, fallAsleep())
        }
    }

    /// A switch is begun anew afterwards: no deadline of it may use up the night.
    mutating func fallAsleep() -> [Action] {
        let answers = endWanted(.suspended) + endChange(.suspended)
        (portTrouble, isEnteringPIN, isStartingAnew, isSuspending) = (.none, false, false, false)
        (registration, portFailures) = (.unknown, 0)
        phase = .suspended
        return endInherited() + [.release, .letGo] + Timer.allCases.map { .stop($0) } + answers
            + [.answer(.connect, .suspended), .answer(.switch, .suspended), .answer(.suspend, nil)]
    }

    /// What is released for another reason is ready for the sleep, too.
    mutating func endSuspend() -> [Action] {
        if !isSuspending { return [] }
        isSuspending = false
        return [.answer(.suspend, nil)]
    }

    mutating func resumed() -> [Action] {
        switch phase {
        case .suspended: return wakeUp()
        case .disconnecting where isSuspending:
            return endSuspend()
        case .failed(let reason) where reason.isRetried: return [.release, .stop(.retry)] + retryExpired()
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .searching, .registered,
            .connecting, .connected, .disconnecting, .disabled, .inhibited, .failed, .gone:
            return []
        }
    }

    private mutating func wakeUp() -> [Action] {
        switch presence {
        case .absent:
            // It was on its way back to the bus, and has as long for that as any.
            phase = .settling
            return [.start(.comeback, Limits.comeback)]
        case .storage(let device, let recipe): return cameAsStorage(device, recipe)
        case .modem, .foreign, .unmapped: return arrive()
        case .unknown: return failed(.unknownDevice)
        }
    }
}
