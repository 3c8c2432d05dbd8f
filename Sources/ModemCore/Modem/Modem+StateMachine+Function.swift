// The radio goes off and on, and the stick starts anew: what `+CFUN` does (3GPP TS 27.007, 8.2).
extension Modem.StateMachine {
    enum FunctionChange: CaseIterable, Sendable {
        case off, on
        /// Off, and on again.
        case cycle
        case restart

        var kind: Request.Kind {
            switch self {
            case .off, .on: .enable
            case .cycle, .restart: .reset
            }
        }
    }

    static let changeComesFirst = "wait until the radio has been switched"

    static let radioComesFirst = "turn the radio on with Enable first"

    var radioIsOff: ModemError { .wrongState(state, needed: Self.radioComesFirst) }

    var isInCall: Bool {
        switch phase {
        case .connecting, .connected, .disconnecting: true
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .searching, .registered,
            .disabled, .inhibited, .suspended,
            .failed, .gone:
            false
        }
    }

    /// The stick has been given the command, and has not answered yet.
    var isRestartSent: Bool { change == .restart && !isInCall }

    /// A call is ended first, and so is the wish for one.
    mutating func requestChange(_ wanted: FunctionChange) -> (Admission, [Action]) {
        if let refusal = refusal(of: wanted) { return (.refused(refusal), []) }
        if wanted == .on, isRadioWanted { return (.done, []) }
        if wanted == .off, case .disabled = phase { return (.done, []) }
        let farewell = endWanted(.aborted)
        change = wanted
        switch phase {
        case .connecting, .connected:
            phase = .disconnecting
            return (.wait, farewell + [.hangUp])
        case .disconnecting:
            return (.wait, farewell)
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .searching, .registered,
            .disabled, .inhibited, .suspended,
            .failed, .gone:
            return (.wait, farewell + beginChange())
        }
    }

    private func refusal(of wanted: FunctionChange) -> ModemError? {
        if change != nil { return .inProgress }
        switch phase {
        case .gone: return .deviceGone
        case .inhibited: return portsAreLent
        case .suspended: return isAsleep
        case .failed: return .wrongState(state, needed: "do first what StateMessage says")
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling:
            return .wrongState(state, needed: "wait until its ports answer")
        case .connecting, .connected, .disconnecting: return nil
        case .locked, .searching, .registered, .disabled: break
        }
        if portTrouble == .lost { return .wrongState(state, needed: "wait until its ports answer again") }
        if case .locked(let reason) = phase {
            if wanted != .restart { return Self.refusal(by: reason) }
            return isEnteringPIN ? .inProgress : nil
        }
        if wanted == .cycle, case .disabled = phase { return radioIsOff }
        return nil
    }

    func beginChange() -> [Action] { change.map { [.setFunction($0)] } ?? [] }

    /// Tells whoever waits for a change what became of it. What the stick made of it is read when its ports are.
    mutating func endChange(_ error: ModemError?) -> [Action] {
        guard let change else { return [] }
        self.change = nil
        return [.answer(change.kind, error)]
    }

    mutating func functionSet() -> [Action] {
        guard let change, !isInCall else { return [] }
        switch change {
        case .off:
            isRadioWanted = false
            switch phase {
            case .searching, .registered: phase = .disabled
            // They find it off.
            case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .connecting,
                .connected, .disconnecting,
                .disabled, .inhibited, .suspended, .failed, .gone:
                break
            }
            return endChange(nil)
        case .on:
            isRadioWanted = true
            guard case .disabled = phase else { return endChange(nil) }
            phase = .searching(.none)
            return registrationChanged(registration) + endChange(nil)
        case .cycle: return endChange(nil)
        case .restart: return restartTaken()
        }
    }

    mutating func functionNotSet(_ error: ModemError) -> [Action] {
        guard let change, !isInCall else { return [] }
        let answers = endChange(error)
        guard change == .cycle else { return answers }
        switch phase {
        // Perhaps it is off now; reading the stick anew turns it on.
        case .searching, .registered: return answers + [.release] + settle()
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .connecting, .connected,
            .disconnecting,
            .disabled, .inhibited, .suspended, .failed, .gone:
            return answers
        }
    }

    mutating func radioStaysOn() -> [Action] {
        if case .enabling = phase { isRadioWanted = true }
        return []
    }

    // MARK: Starting anew

    /// It leaves the bus within moments, or does so without leaving it: then its ports are probed after a while.
    mutating func restartTaken() -> [Action] {
        let answers = endChange(nil)
        forgetPresence()
        isStartingAnew = true
        return [.release, .start(.settle, Limits.restart)] + answers
    }

    mutating func leftToStartAnew() -> [Action] {
        let answers = endChange(nil)
        forgetPresence()
        isStartingAnew = false
        return [.release, .stop(.settle), .stop(.retry), .start(.comeback, Limits.comeback)] + answers
    }

    private mutating func forgetPresence() {
        (portTrouble, isEnteringPIN) = (.none, false)
        (isRadioWanted, registration, portFailures) = (true, .unknown, 0)
        settlingReason = .none
        phase = .settling
    }
}

extension ModemError {
    static let changeTimedOut = ModemError.timedOut("Switching the radio")
}
