internal import DeviceCatalog

// Both ways of the switch, as far as somebody asks for them.
extension Modem.StateMachine {
    static let returnComesFirst = "wait until it has been switched back"

    mutating func requestSwitch(_ options: SwitchOptions) -> (Admission, [Action]) {
        switch options.target {
        case .modem: requestModem(options.method)
        case .storage: requestStorage()
        }
    }

    // MARK: To a modem

    private mutating func requestModem(_ kind: SwitchMethod.Kind?) -> (Admission, [Action]) {
        switch phase {
        case .switching:
            return kind == nil ? (.wait, []) : (.refused(.inProgress), [])
        case .returning:
            return (.refused(.inProgress), [])
        case .new, .storage, .failed:
            switch presence {
            case .storage(let device, let recipe): return switchOver(device, recipe, kind)
            case .foreign, .modem, .unmapped: return (.done, [])
            case .absent, .unknown: return (.refused(notUsable), [])
            }
        case .settling, .probing, .enabling, .locked, .searching, .registered, .connecting, .connected, .disconnecting,
            .disabled, .inhibited:
            // It is a modem already.
            return (.done, [])
        case .suspended:
            if isModem { return (.done, []) }
            return (.refused(isAsleep), [])
        case .gone:
            return (.refused(.deviceGone), [])
        }
    }

    private mutating func switchOver(
        _ device: USBDevice, _ recipe: SwitchRecipe, _ kind: SwitchMethod.Kind?
    ) -> (Admission, [Action]) {
        guard let kind else { return (.wait, startSwitch(device, recipe)) }
        guard let method = recipe.method(kind) else { return (.refused(.noMessageKnown), []) }
        return (.wait, startSwitch(device, recipe, by: method))
    }

    /// A CD-ROM is in the port, and nobody switches it.
    mutating func cameAsStorage(_ device: USBDevice, _ recipe: SwitchRecipe) -> [Action] {
        var isWanted = recipe.isAutomatic || wantedCall != nil
        // It was a modem when it was told to start anew, and is to be one again.
        if case .settling = phase, presence == .absent { isWanted = true }
        if isWanted { return startSwitch(device, recipe) }
        presence = .storage(device, recipe)
        disc = (device, recipe)
        phase = .storage(.autoSwitchOff)
        return []
    }

    // MARK: To a CD-ROM

    private mutating func requestStorage() -> (Admission, [Action]) {
        if case .returning = phase { return (.wait, []) }
        if case .storage = presence {
            if case .switching = phase { return (.refused(.inProgress), []) }
            return (.done, [])
        }
        if let refusal = refusalOfReturn { return (.refused(refusal), []) }
        (portTrouble, isEnteringPIN) = (.none, false)
        (registration, portFailures) = (.unknown, 0)
        var way = StorageReturn.StateMachine()
        let actions = way.start()
        return (.wait, endInherited() + [.release, .stop(.settle), .stop(.retry)] + apply(actions, of: way))
    }

    private var refusalOfReturn: ModemError? {
        switch phase {
        case .gone: return .deviceGone
        case .switching, .returning: return .inProgress
        case .inhibited: return portsAreLent
        case .suspended: return isAsleep
        case .connecting, .connected, .disconnecting: return .wrongState(state, needed: "disconnect first")
        case .new, .storage, .settling, .probing, .enabling, .locked, .searching, .registered, .disabled, .failed: break
        }
        if wantedCall != nil { return .wrongState(state, needed: "disconnect first") }
        if change != nil { return .wrongState(state, needed: Self.changeComesFirst) }
        if isStartingAnew { return .wrongState(state, needed: "wait until it has started anew") }
        switch presence {
        case .modem, .foreign, .unmapped: return nil
        case .absent, .storage, .unknown: return .wrongState(state, needed: "wait until it is a modem")
        }
    }

    mutating func advanceReturn(_ event: StorageReturn.StateMachine.Event) -> [Action] {
        guard case .returning(var way) = phase else { return [] }
        let actions = way.handle(event)
        return apply(actions, of: way)
    }

    /// It is off its way back, as one thing or another.
    mutating func cameBack(_ newcomer: Presence) -> [Action] {
        presence = newcomer
        ports = []
        switch newcomer {
        case .absent: return advanceReturn(.detached)
        case .storage: return advanceReturn(.returnedAsStorage)
        case .modem, .foreign, .unmapped: return advanceReturn(.returnedAsModem)
        case .unknown: return advanceReturn(.returnedAsOther)
        }
    }

    private mutating func apply(
        _ actions: [StorageReturn.StateMachine.Action], of way: StorageReturn.StateMachine
    ) -> [Action] {
        phase = .returning(way)
        return actions.flatMap { translate($0) }
    }

    private mutating func translate(_ action: StorageReturn.StateMachine.Action) -> [Action] {
        switch action {
        case .perform(let way):
            guard let device = presence.device else { return [] }
            return [.returnToStorage(way, device)]
        case .startTimer(let limit): return [.start(.switchBack, limit)]
        case .stopTimer: return [.stop(.switchBack)]
        case .succeed:
            phase = .storage(.requested)
            return [.answer(.switch, nil)]
        case .fail(let failure): return returnFailed(failure)
        }
    }

    /// What is a modem still goes on being one.
    private mutating func returnFailed(_ failure: StorageReturn.Failure) -> [Action] {
        let reason = StateReason(failure)
        let answers: [Action] = [.answer(.switch, .switchFailed(reason))]
        switch presence {
        case .modem, .foreign, .unmapped: return answers + arrive(reason)
        case .unknown, .storage: return answers + failed(reason)
        case .absent:
            // Shown as failed, and then it leaves.
            phase = .failed(reason)
            return answers + [.leave]
        }
    }
}

extension ModemError {
    static let noMessageKnown = ModemError.notSupported(
        "No message is known for this stick; choose the method eject or driver-release, or describe the stick in a file in "
            + "/etc/zte-modem/devices.d")
}
