// From the first answer on a port to a call and back.
extension Modem.StateMachine {
    mutating func probed() -> [Action] {
        hasAnswered = true
        switch phase {
        case .probing where inherited != nil:
            return carryOn(isAnswered: true)
        case .probing:
            phase = .enabling
            isStartingAnew = false
            return [.initialise]
        case .failed(let reason) where reason.isRetried:
            phase = .enabling
            isStartingAnew = false
            return [.stop(.retry), .initialise]
        case .new, .storage, .switching, .returning, .settling, .enabling, .locked, .searching, .registered,
            .connecting, .connected,
            .disconnecting, .disabled, .inhibited, .suspended, .failed, .gone:
            return []
        }
    }

    mutating func failed(_ cause: StateReason) -> [Action] {
        let reason = reason(for: cause)
        wantedCall = nil
        (portTrouble, isEnteringPIN, isStartingAnew) = (.none, false, false)
        phase = .failed(reason)
        portFailures = 0
        return endSuspend() + endInherited()
            + endChange(.commandFailed("The stick failed before it was done; StateMessage says what to do")) + [
                .release, .stop(.registration), reason.isRetried ? .start(.retry, Limits.retry) : .stop(.retry),
                .answer(.switch, .notUsable(reason)), .answer(.connect, .notUsable(reason)), .answer(.disconnect, nil),
            ]
    }

    /// Knocks again at ports that failed. The state stays what it is until one answers.
    mutating func retryExpired() -> [Action] {
        guard case .failed(let reason) = phase, reason.isRetried, isModem else { return [] }
        let candidates = candidates
        // Without ports it is another failure, which ends when some appear.
        return candidates.isEmpty ? failed(.noDriver) : [.probe(candidates, portMap)]
    }

    mutating func restarted() -> [Action] {
        switch phase {
        case .searching, .registered, .disabled:
            registration = .unknown
            phase = .enabling
            return [.initialise]
        case .connecting, .connected, .disconnecting:
            isReadDuringCall = false
            // The call ends by itself, if it has to.
            if portTrouble == .none { portTrouble = .silent }
            return []
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .inhibited, .suspended,
            .failed,
            .gone:
            return []
        }
    }

    mutating func initialised() -> [Action] {
        wasRead(true)
        guard case .enabling = phase else { return [] }
        guard isRadioWanted else {
            phase = .disabled
            return endWanted(radioIsOff)
        }
        phase = .searching(.none)
        // The time to find a network counts from here, whatever the way to here took.
        let timer: [Action] = wantedCall == nil ? [] : [.start(.registration, Limits.registration)]
        return timer + registrationChanged(registration)
    }

    mutating func locked(_ reason: StateReason) -> [Action] {
        wasRead(false)
        switch phase {
        case .enabling, .locked: phase = .locked(reason)
        case .new, .storage, .switching, .returning, .settling, .probing, .searching, .registered, .connecting,
            .connected, .disconnecting,
            .disabled, .inhibited, .suspended, .failed, .gone:
            return []
        }
        if reason.asksForPIN, let pin = wantedCall?.pin {
            // Spent once it is on its way, whatever becomes of the port.
            wantedCall?.pin = nil
            isEnteringPIN = true
            return [.enterPIN(pin)]
        }
        return endWanted(.simLocked(reason))
    }

    mutating func pinNotAccepted(_ error: ModemError) -> [Action] {
        isEnteringPIN = false
        return endWanted(error)
    }

    mutating func pinAccepted() -> [Action] {
        isEnteringPIN = false
        guard case .locked = phase else { return [] }
        wantedCall?.pin = nil
        phase = .enabling
        return [.initialise]
    }

    mutating func registrationChanged(_ now: NetworkStatus.Registration) -> [Action] {
        registration = now
        let isRegistered = now == .home || now == .roaming
        switch phase {
        case .searching, .registered:
            let denied = now == .denied
            phase = isRegistered ? .registered(.none) : .searching(denied ? .registrationDenied : .none)
            if isRegistered, portTrouble != .lost, let call = wantedCall { return startCall(call) }
            return denied ? endWanted(.notRegistered(denied: true)) : []
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .connecting, .connected,
            .disconnecting,
            .disabled, .inhibited, .suspended, .failed, .gone:
            // A call outlives the registration it was made with; only its own end ends it.
            return []
        }
    }

    mutating func registrationExpired() -> [Action] {
        switch phase {
        case .searching: endWanted(.notRegistered(denied: false))
        case .connecting, .connected, .disconnecting: []
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .registered, .disabled,
            .inhibited, .suspended, .failed,
            .gone:
            endWanted(.timedOut("Getting the stick ready"))
        }
    }

    mutating func callDidNotStart(_ error: ModemError) -> [Action] {
        switch phase {
        case .connecting:
            return afterCall(.noCarrier) + [.answer(.connect, error)]
        case .disconnecting:
            return afterCall(.requested) + [.answer(.connect, .aborted), .answer(.disconnect, nil)]
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .searching, .registered,
            .connected, .disabled,
            .inhibited, .suspended, .failed, .gone:
            return []
        }
    }

    mutating func callIsUp() -> [Action] {
        guard case .connecting = phase else { return [] }
        phase = .connected
        return [.answer(.connect, nil)]
    }

    mutating func callEnded(_ error: CallError?) -> [Action] {
        switch phase {
        case .connecting:
            return afterCall(.callEnded) + [.answer(.connect, .callFailed(error ?? .hangUp))]
        case .connected:
            return afterCall(.callEnded)
        case .disconnecting:
            return afterCall(.requested) + [.answer(.connect, .aborted), .answer(.disconnect, nil)]
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .searching, .registered,
            .disabled, .inhibited, .suspended,
            .failed, .gone:
            return []
        }
    }

    private mutating func afterCall(_ reason: StateReason) -> [Action] {
        let trouble = portTrouble
        portTrouble = .none
        if isSuspending { return fallAsleep() }
        let isRegistered = registration == .home || registration == .roaming
        phase = isRegistered ? .registered(reason) : .searching(reason)
        if isReadDuringCall { phase = .enabling }
        isReadDuringCall = false
        switch trouble {
        case .none: return beginChange()
        case .silent: return endChange(.changeTimedOut) + portsSilent()
        case .lost: return endChange(.changeTimedOut) + portsLost()
        }
    }

    mutating func startCall(_ settings: ConnectSettings) -> [Action] {
        wantedCall = nil
        if registration == .roaming, !settings.allowRoaming {
            return [.stop(.registration), .answer(.connect, .roamingNotAllowed)]
        }
        isReadDuringCall = false
        phase = .connecting
        return [.stop(.registration), .dial(settings)]
    }

    mutating func endWanted(_ error: ModemError) -> [Action] {
        guard wantedCall != nil else { return [] }
        wantedCall = nil
        return [.stop(.registration), .answer(.connect, error)]
    }
}
