internal import DeviceCatalog

// What callers ask for, and what the bus shows.
extension Modem.StateMachine {
    mutating func request(_ request: Request) -> (Admission, [Action]) {
        switch request {
        case .switch(let options): requestSwitch(options)
        case .connect(let settings): requestConnect(settings)
        case .disconnect: requestDisconnect()
        case .enable(let isOn): requestChange(isOn ? .on : .off)
        case .reset(let kind): requestChange(kind == .radio ? .cycle : .restart)
        case .inhibit(let holder): requestInhibit(by: holder)
        case .release(let holder): requestRelease(by: holder)
        case .suspend: requestSuspend()
        }
    }

    private mutating func requestConnect(_ settings: ConnectSettings) -> (Admission, [Action]) {
        if wantedCall != nil { return (.refused(.inProgress), []) }
        if change != nil { return (.refused(.wrongState(state, needed: Self.changeComesFirst)), []) }
        switch phase {
        case .new, .storage, .failed:
            guard case .storage(let device, let recipe) = presence else { return (.refused(notUsable), []) }
            return (.wait, want(settings) + startSwitch(device, recipe))
        case .returning:
            return (.refused(.wrongState(state, needed: Self.returnComesFirst)), [])
        case .switching, .settling, .probing, .enabling:
            return (.wait, want(settings))
        case .searching(.registrationDenied):
            return (.refused(.notRegistered(denied: true)), [])
        case .searching:
            return (.wait, want(settings))
        case .locked(let reason):
            guard reason.asksForPIN, settings.pin != nil || settings.storedPIN != nil else {
                return (.refused(Self.refusal(by: reason)), [])
            }
            if isEnteringPIN { return (.refused(.inProgress), []) }
            let timer = want(settings)
            if portTrouble == .lost { return (.wait, timer) }
            guard let pin = settings.pin else { return (.wait, timer + readAnew()) }
            wantedCall?.pin = nil
            isEnteringPIN = true
            return (.wait, timer + [.enterPIN(pin)])
        case .registered:
            return (.wait, portTrouble == .lost ? want(settings) : startCall(settings))
        case .connecting:
            return (.refused(.inProgress), [])
        case .connected:
            return (.refused(.wrongState(state, needed: "disconnect first")), [])
        case .disconnecting:
            return (.refused(.wrongState(state, needed: "wait until the call has ended")), [])
        case .disabled:
            return (.refused(radioIsOff), [])
        case .inhibited:
            return (.refused(portsAreLent), [])
        case .suspended:
            return (.refused(isAsleep), [])
        case .gone:
            return (.refused(.deviceGone), [])
        }
    }

    private mutating func requestDisconnect() -> (Admission, [Action]) {
        if wantedCall != nil {
            wantedCall = nil
            return (.done, endInherited() + [.stop(.registration), .answer(.connect, .aborted)])
        }
        // Its port is asked as the others are, once it is over.
        if inherited != nil { return (.done, endInherited() + [.release] + settle()) }
        switch phase {
        case .connecting, .connected:
            phase = .disconnecting
            return (.wait, [.hangUp])
        case .disconnecting:
            return (.wait, [])
        case .gone:
            return (.refused(.deviceGone), [])
        case .new, .storage, .switching, .returning, .settling, .probing, .enabling, .locked, .searching, .registered,
            .disabled, .inhibited, .suspended,
            .failed:
            return (.done, [])
        }
    }

    private mutating func want(_ settings: ConnectSettings) -> [Action] {
        wantedCall = settings
        if case .searching = phase { return [.start(.registration, Limits.registration)] }
        return [.start(.registration, Limits.readiness)]
    }

    var notUsable: ModemError { .notUsable(reason == .none ? .unknownDevice : reason) }

    var state: ModemState {
        switch phase {
        case .new, .storage, .gone: .storage
        case .switching, .returning: .switching
        case .settling: .settling
        case .probing: .probing
        case .enabling: .enabling
        case .locked(.simMissing): .failed
        case .locked: .locked
        case .searching: .searching
        case .registered: .registered
        case .connecting: .connecting
        case .connected: .connected
        case .disconnecting: .disconnecting
        case .disabled, .inhibited, .suspended: .disabled
        case .failed: .failed
        }
    }

    var reason: StateReason {
        switch phase {
        case .storage(let reason), .locked(let reason), .searching(let reason), .registered(let reason),
            .failed(let reason):
            reason
        case .returning: .requested
        case .settling: settlingReason
        case .disabled: .radioOff
        case .inhibited: .inhibited
        case .suspended: .suspended
        case .disconnecting where isSuspending: .suspended
        case .connecting, .connected, .disconnecting: portTrouble == .none ? .none : .controlSilent
        case .new, .switching, .probing, .enabling, .gone: .none
        }
    }

    var isGone: Bool {
        if case .gone = phase { true } else { false }
    }
}
