internal import DeviceCatalog

// The stick comes, goes, and shows its ports.
extension Modem.StateMachine {
    mutating func attached(_ newcomer: Presence) -> [Action] {
        let newcomer = recognised(newcomer)
        if newcomer.device?.identity == presence.device?.identity, newcomer == presence { return [] }
        (driver, isAskingDriver, hasAnswered) = (nil, false, false)
        if case .switching = phase { return [.stop(.comeback)] + returned(newcomer) }
        if case .returning = phase { return cameBack(newcomer) }
        // Its departure went by unnoticed: what was known of the old presence is void.
        let farewell: [Action] = presence == .absent ? [] : voidPresence()
        ports.removeAll { _ in presence != .absent }
        switch newcomer {
        case .absent: return []
        case .storage(let device, let recipe): return farewell + [.stop(.comeback)] + cameAsStorage(device, recipe)
        case .modem, .foreign, .unmapped:
            presence = newcomer
            return farewell + [.stop(.comeback)] + arrive()
        case .unknown:
            presence = newcomer
            return farewell + [.stop(.comeback)] + failed(.unknownDevice)
        }
    }

    mutating func attachedBouncing(_ device: USBDevice, _ recipe: SwitchRecipe) -> [Action] {
        let farewell: [Action] = presence == .absent ? [] : voidPresence()
        ports = []
        presence = .storage(device, recipe)
        let timers: [Timer] = [.comeback, .settle, .switchDeparture, .switchTotal, .switchBack]
        return farewell + [.letGo] + timers.map { .stop($0) } + failed(.switchBouncing)
    }

    private mutating func voidPresence() -> [Action] {
        (portTrouble, isEnteringPIN) = (.none, false)
        (isRadioWanted, isStartingAnew, isSuspending) = (true, false, false)
        disc = nil
        let answers: [Action] = wantedCall == nil ? [.answer(.connect, .deviceGone)] : []
        return [
            .release, .stop(.settle), .stop(.retry), .answer(.disconnect, nil), .answer(.inhibit, .deviceGone),
            .answer(.suspend, nil),
        ]
            + endInherited() + endChange(isRestartSent ? nil : .deviceGone) + answers
    }

    private mutating func returned(_ newcomer: Presence) -> [Action] {
        presence = newcomer
        switch newcomer {
        case .absent: return advanceSwitch(.detached)
        case .storage: return advanceSwitch(.returnedAsStorage)
        // Who drives it is another matter: it is no CD-ROM any more.
        case .modem, .foreign, .unmapped: return advanceSwitch(.returnedAsModem)
        case .unknown: return advanceSwitch(.returnedAsOther)
        }
    }

    mutating func detached(_ identity: USBDevice.Identity) -> [Action] {
        // A removal that arrives after the next addition is old news.
        guard presence.device?.identity == identity else { return [] }
        presence = .absent
        ports = []
        let farewell = endInherited()
        // After that it has power anew, and its radio is on.
        isRadioWanted = true
        switch phase {
        case .switching:
            return farewell + advanceSwitch(.detached) + [.start(.comeback, Limits.comeback)]
        case .returning:
            return farewell + advanceReturn(.detached)
        // It worked, and its ports were looked at again: nobody expects it back.
        case .settling where hasAnswered && !isStartingAnew:
            return farewell + left()
        case .settling:
            isStartingAnew = false
            return farewell + [.stop(.settle), .start(.comeback, Limits.comeback)]
        case .new, .storage, .probing, .enabling, .locked, .searching, .registered, .connecting, .connected,
            .disconnecting, .disabled, .inhibited, .suspended, .failed:
            return isStartingAnew || isRestartSent ? farewell + leftToStartAnew() : farewell + left()
        case .gone:
            return []
        }
    }

    mutating func left(answering error: ModemError = .deviceGone) -> [Action] {
        phase = .gone
        wantedCall = nil
        change = nil
        return endInherited() + [.release, .letGo] + Timer.allCases.map { .stop($0) }
            + Request.Kind.allCases.map { .answer($0, error) }
            + [.leave]
    }

    /// It is there, and it is no CD-ROM.
    mutating func arrive(_ reason: StateReason = .none) -> [Action] {
        hasAnswered = false
        guard case .foreign(_, let stick) = presence else { return settle(reason) }
        switch stick.kind {
        case .network: return failed(.networkStick)
        case .other: return failed(.notDriven)
        }
    }

    mutating func settle(_ reason: StateReason = .none) -> [Action] {
        (portTrouble, isEnteringPIN, settlingReason) = (.none, false, reason)
        phase = .settling
        return [.start(.settle, Limits.settle)] + probeIfComplete()
    }

    mutating func added(_ port: TTYPort) -> [Action] {
        guard !ports.contains(port) else { return [] }
        ports.removeAll { $0.node == port.node }
        ports.append(port)
        ports.sort { ($0.interfaceNumber, $0.node) < ($1.interfaceNumber, $1.node) }
        switch phase {
        case .settling: return probeIfComplete()
        // The driver was loaded after all.
        case .failed(.noDriver): return settle()
        // It may just be knocked at.
        case .failed where isUnmapped && !hasAnswered: return [.release, .stop(.retry)] + settle()
        case .new, .storage, .switching, .returning, .probing, .enabling, .locked, .searching, .registered, .connecting,
            .connected,
            .disconnecting, .disabled, .inhibited, .suspended, .failed, .gone:
            return []
        }
    }

    mutating func removed(_ port: TTYPort) -> [Action] {
        ports.removeAll { $0 == port }
        return []
    }

    private mutating func probeIfComplete() -> [Action] {
        guard let wanted = wantedInterfaces, wanted.isSubset(of: ports.map(\.interfaceNumber)) else { return [] }
        return probe()
    }

    private mutating func probe() -> [Action] {
        let candidates = candidates
        // The one port there is has the call.
        if candidates.isEmpty, inherited != nil { return carryOn(isAnswered: false) }
        guard !candidates.isEmpty else { return noPorts() }
        phase = .probing
        return [.stop(.settle), .probe(candidates, portMap)]
    }

    /// A port hung up. Usually the removal of the stick follows within milliseconds; if it does not, its ports are
    /// looked at again. A call has an end of its own.
    mutating func portsLost() -> [Action] {
        switch phase {
        case .probing:
            portFailures += 1
            return portFailures == Limits.portFailures ? failed(.noAnswer) : loseLink()
        case .enabling, .locked, .searching, .registered, .disabled:
            return isRestartSent ? restartTaken() : endChange(.changeTimedOut) + loseLink()
        case .connecting, .connected, .disconnecting:
            (portTrouble, isReadDuringCall) = (.lost, false)
            return []
        case .failed(let reason): return reason.isRetried ? [.start(.retry, Limits.retry)] : []
        case .new, .storage, .switching, .returning, .settling, .inhibited, .suspended, .gone: return []
        }
    }

    private mutating func loseLink() -> [Action] {
        (portTrouble, isEnteringPIN) = (.lost, false)
        return [.release, .start(.settle, Limits.farewell)]
    }

    /// The stick is there and does not answer: its ports are opened anew at once. A call goes on without commands.
    mutating func portsSilent() -> [Action] {
        switch phase {
        case .enabling, .locked, .searching, .registered, .disabled:
            portFailures += 1
            let answers = endChange(.changeTimedOut)
            return answers + (portFailures == Limits.portFailures ? failed(.noAnswer) : [.release] + settle())
        case .connecting, .connected, .disconnecting:
            isReadDuringCall = false
            if portTrouble == .none { portTrouble = .silent }
            return []
        case .new, .storage, .switching, .returning, .settling, .probing, .inhibited, .suspended, .failed, .gone:
            return []
        }
    }

    mutating func portsAnswer() -> [Action] {
        portFailures = 0
        if portTrouble == .silent { portTrouble = .none }
        return []
    }

    mutating func expired(_ timer: Timer) -> [Action] {
        switch timer {
        case .switchDeparture: advanceSwitch(.departureTimeout)
        case .switchTotal: advanceSwitch(.totalTimeout)
        case .switchBack: advanceReturn(.timeout)
        case .settle: settleExpired()
        case .comeback: comebackExpired()
        case .registration: registrationExpired()
        case .retry: retryExpired()
        }
    }

    private mutating func comebackExpired() -> [Action] {
        guard presence == .absent else { return [] }
        if case .suspended = phase { return [] }
        if case .switching = phase { return advanceSwitch(.totalTimeout) }
        return left()
    }

    private mutating func settleExpired() -> [Action] {
        guard isModem else { return [] }
        switch phase {
        case .settling: return probe()
        case .probing, .enabling, .locked, .searching, .registered, .disabled: return settle()
        case .new, .storage, .switching, .returning, .connecting, .connected, .disconnecting, .inhibited, .suspended,
            .failed,
            .gone:
            return []
        }
    }
}
