import DeviceCatalog
import TestSupport

@testable import ModemCore

// What holds after every step, and when nothing more comes.
extension WalkedModem {
    func checkPromises() throws(BrokenPromise) {
        try checkCallers()
        if !hasLeft {
            try checkWork()
            try checkTimers()
        }
        try checkReason()
        try checkSnapshot()
        if hasLeft { try checkDeparture() }
    }

    private func checkCallers() throws(BrokenPromise) {
        let state = machine.state
        if waiting[.switch] != nil { try require(state == .switching, Self.answered, "switch in \(state)") }
        if waiting[.disconnect] != nil { try require(state == .disconnecting, Self.answered, "disconnect in \(state)") }
        if let callers = waiting[.connect] {
            try require(callers == 1, "one connect at a time")
            let isUnderWay = machine.wantedCall != nil || state == .connecting || state == .disconnecting
            try require(isUnderWay, Self.answered, "connect in \(state)")
        }
        if waiting[.suspend] != nil { try require(state == .disconnecting, Self.answered, "suspend in \(state)") }
        for kind in [Modem.StateMachine.Request.Kind.enable, .reset] where waiting[kind] != nil {
            try require(machine.change?.kind == kind, Self.answered, "\(kind) in \(state)")
            try require(waiting[kind] == 1, "one change at a time")
        }
        if waiting[.inhibit] != nil { try require(portWork == .lending, Self.answered, "inhibit in \(state)") }
        try require(machine.change == nil || machine.wantedCall == nil, "a call waits for the radio", "\(state)")
        try require(
            (machine.wantedCall != nil) == timers.contains(.registration), "a wish for a call has a time limit",
            "\(state)")
        try require(
            machine.wantedCall == nil || waiting[.connect] != nil, "a wish for a call is somebody's", "\(state)")
    }

    private static var answered: String { "nobody waits for what is not under way" }

    /// Each state that is not a rest has something that ends it, and each that is has the ports it needs.
    private func checkWork() throws(BrokenPromise) {
        let state = machine.state
        let isLookingAgain = timers.contains(.settle)
        let isAway = machine.presence == .absent
        let calls: Set<ModemState> = [.connecting, .connected, .disconnecting]
        try require((call != nil) == calls.contains(state), "a call and its states go together", "\(state)")
        try require(
            machine.portTrouble != .lost || calls.contains(state) || isLookingAgain, "lost ports are looked for again",
            "\(state)")
        try require(machine.inherited == foundCall, "a call that was found is somebody's", "\(state)")
        try require(
            foundCall == nil || state == .settling || state == .probing, "a call that was found is soon decided on",
            "\(state)")
        try require((function == nil) == (machine.change == nil || call != nil), "a change is made", "\(state)")
        if case .inhibited(_, let isLent) = machine.phase {
            try require(!hasLink && timers.isEmpty, "who lends the ports leaves them alone", "\(timers)")
            try require(portWork == (isLent ? .none : .lending), "who lends the ports leaves them alone", "\(portWork)")
        }
        try require(storage == nil || state == .switching, "storage is held only to switch", "\(state)")
        switch state {
        case .storage:
            try require(!hasLink && portWork == .none && timers.isEmpty, "who cannot go on holds nothing", "\(timers)")
        case .failed where isWithoutSIM:
            try require(hasLink || isLookingAgain, "a stick has ports", "\(state)")
            try require(portWork == .waitingForSIM || isLookingAgain, "a SIM is looked for", "\(portWork)")
        case .failed:
            let isKnocking = machine.reason.isRetried && (portWork == .probing || timers == [.retry])
            try require(!hasLink, "who cannot go on holds nothing", "a link")
            try require(
                isKnocking || (portWork == .none && timers.isEmpty), "who cannot go on holds nothing", "\(timers)")
            try require(isKnocking == machine.reason.isRetried, "what may pass is tried again", "\(machine.reason)")
        case .switching where machine.reason == .requested:
            try require(timers == [.switchBack], "the way back has a time limit, and nothing else", "\(timers)")
            try require(!hasLink && portWork == .none, "the way back leaves the ports alone", "\(portWork)")
        case .switching:
            try require(timers.contains(.switchTotal), "a switch has a time limit")
            try require(!isAway || timers.contains(.comeback), "an absence has a time limit")
        case .settling:
            try require(isAway ? timers.contains(.comeback) : isLookingAgain, "settling has a time limit")
        case .probing: try require(portWork == .probing || isLookingAgain, "probing is under way")
        case .enabling: try require(portWork == .initialising || isLookingAgain, "enabling is under way")
        case .locked: try require(hasLink || isLookingAgain, "a stick has ports", "\(state)")
        case .searching, .registered:
            try require(hasLink || isLookingAgain, "a stick has ports", "\(state)")
            try require(portWork == .watching || isLookingAgain, "the network is watched", "\(state)")
        case .connecting, .disconnecting: break
        case .connected: try require(call?.isUp == true, "connected means that a call is up")
        case .disabled where machine.reason == .inhibited: break
        case .disabled where machine.reason == .suspended:
            try require(!hasLink && portWork == .none && timers.isEmpty, "who sleeps holds nothing", "\(timers)")
        case .disabled:
            try require(!machine.isRadioWanted, "the radio is off because somebody wants it")
            try require(hasLink || isLookingAgain, "a stick has ports", "\(state)")
            try require(portWork == .watching || isLookingAgain, "the network is watched", "\(state)")
        }
        try require(
            !isAway || state.mayBeAway || machine.reason == .suspended,
            "a stick that is away has left, or is expected back",
            "\(state)")
    }

    /// A timer runs only for what it can end.
    private func checkTimers() throws(BrokenPromise) {
        let state = machine.state
        for timer in timers {
            let isOfUse =
                switch timer {
                case .switchDeparture: state == .switching && machine.presence != .absent && !isStorageBusy
                case .switchTotal: state == .switching
                case .switchBack: wayBack != nil || state == .switching
                case .settle: machine.presence != .absent && (state.mayLookAgain || isWithoutSIM)
                case .comeback: machine.presence == .absent
                case .registration: machine.wantedCall != nil
                case .retry: state == .failed
                }
            try require(isOfUse, "a timer runs only for what it can end", "\(timer) in \(state)")
        }
        try require(machine.lastSwitch?.attempts ?? 0 == attempts, "attempts are told", "\(attempts)")
    }

    private var isWithoutSIM: Bool {
        if case .locked(.simMissing) = machine.phase { true } else { false }
    }

    private func checkReason() throws(BrokenPromise) {
        switch machine.state {
        case .failed, .locked, .disabled:
            try require(machine.reason != .none, "it says why", "\(machine.state)")
        case .storage, .switching, .settling, .probing, .enabling, .searching, .registered, .connecting,
            .connected, .disconnecting:
            break
        }
    }

    private func checkSnapshot() throws(BrokenPromise) {
        if hasLeft { return }
        var snapshot = ModemSnapshot(physicalPort: "1-1.2")
        machine.describePresence(in: &snapshot)
        let states: Set<ModemState> =
            switch snapshot.mode {
            case .storage: [.storage, .switching, .failed]
            case .modem:
                [
                    .switching, .settling, .probing, .enabling, .locked, .searching, .registered, .connecting,
                    .connected,
                    .disconnecting, .disabled, .failed,
                ]
            case .network: [.switching, .failed]
            case nil: [.storage, .switching, .settling, .failed]
            }
        let isAsleep = machine.state == .disabled && machine.reason == .suspended
        try require(
            isAsleep || states.contains(machine.state), "mode and state fit", "\(String(describing: snapshot.mode))")
        try require(
            snapshot.ports.map(\.node) == machine.ports.map(\.node)
                && Set(machine.ports.map(\.node)).count == machine.ports.count,
            "each port is shown once")
        try require((snapshot.sysfsPath == "") == (machine.presence == .absent), "what is away has no path")
    }

    private func checkDeparture() throws(BrokenPromise) {
        try require(timers.isEmpty, "who has left holds nothing", "\(timers)")
        try require(storage == nil, "who has left holds nothing", "storage")
        try require(
            !hasLink && portWork == .none && call == nil && function == nil, "who has left holds nothing", "ports")
        try require(foundCall == nil, "who has left holds nothing", "a call")
        try require(waiting.isEmpty, "who has left keeps nobody waiting", "\(waiting)")
    }

    func checkRest() throws(BrokenPromise) {
        try require(waiting.isEmpty, "nobody waits for ever", "\(waiting) in \(machine.state)")
        let rests: Set<ModemState> = [.locked, .searching, .registered, .connected, .disabled, .failed]
        let isNew = machine.state == .storage && plugged == nil
        let isLeft = machine.state == .storage && [.requested, .autoSwitchOff].contains(machine.reason)
        try require(
            hasLeft || isNew || isLeft || rests.contains(machine.state), "a rest has a name", "\(machine.state)")
    }
}

extension ModemState {
    fileprivate var mayBeAway: Bool {
        switch self {
        case .storage, .switching, .settling, .failed: true
        case .probing, .locked, .disabled, .enabling, .searching, .registered, .connecting, .connected, .disconnecting:
            false
        }
    }

    /// Its ports are looked at when time has passed.
    fileprivate var mayLookAgain: Bool {
        switch self {
        case .settling, .probing, .locked, .disabled, .enabling, .searching, .registered: true
        case .storage, .switching, .connecting, .connected, .disconnecting, .failed: false
        }
    }
}
