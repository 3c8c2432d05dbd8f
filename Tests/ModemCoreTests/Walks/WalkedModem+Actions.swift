import DeviceCatalog
import TestSupport

@testable import ModemCore

// What `Modem` does with an action.
extension WalkedModem {
    mutating func perform(_ actions: [Modem.StateMachine.Action]) throws(BrokenPromise) {
        for action in actions { try perform(action) }
    }

    private mutating func perform(_ action: Modem.StateMachine.Action) throws(BrokenPromise) {
        try require(!hasLeft || action.isHarmless, "nothing follows a departure", "\(action)")
        switch action {
        case .performSwitch(let method, let device): try performSwitch(method, device)
        case .rememberSwitch: break
        case .letGo: (storage, isStorageBusy) = (nil, false)
        case .returnToStorage(let way, let device):
            try require(storage == nil && !hasLink && call == nil, "a reset finds nothing open", "\(way)")
            try require(device == self.device, "what is reset is there", "\(device.identity)")
            // What is still under way is not listened to any more.
            wayBack = way
        case .start(let timer, _):
            if timer == .switchTotal { attempts = 0 }
            timers.insert(timer)
        case .stop(let timer): timers.remove(timer)
        case .probe(let ports, let map): try probe(ports, map)
        case .initialise:
            try begin(.initialising)
            // Without a port there is nothing to read.
            if !hasLink { portWork = .none }
        case .askDriver:
            try require(asked == nil || asked != machine.presence.device?.identity, "a driver is asked once")
            asked = machine.presence.device?.identity
        case .enterPIN: try begin(.enteringPIN)
        case .dial: try dial()
        case .hangUp:
            try require(call != nil, "only a call is hung up")
            call?.isHangingUp = true
        case .carryOn:
            try require(foundCall != nil && call == nil, "what is carried on was found")
            foundCall = nil
            call = CallWork(hasPort: true, isUp: true)
        case .endInherited:
            try require(foundCall != nil, "what is ended was found")
            foundCall = nil
            releasedCalls += 1
        case .setFunction(let change):
            try require(function == nil, "one change at a time", "\(change) during \(String(describing: function))")
            try require(hasLink && call == nil, "a change has a port to itself", "\(change) in \(machine.state)")
            function = change
        case .lend: try begin(.lending)
        case .release: release()
        case .answer(let kind, let error): try answer(kind, error)
        case .leave: hasLeft = true
        }
    }

    private mutating func performSwitch(_ method: SwitchMethod, _ device: USBDevice) throws(BrokenPromise) {
        try require(storage == nil, "one switch at a time", "\(method) during \(String(describing: storage))")
        try require(device == self.device, "what is switched is there", "\(device.identity)")
        try require(call == nil && !hasLink, "a CD-ROM has no ports")
        (storage, isStorageBusy) = (method, true)
        attempts += 1
        try require(timers.contains(.switchTotal), "a switch has a time limit", "\(method)")
        try require(attempts <= ModeSwitch.Limits.attempts, "there are few attempts", "\(attempts)")
    }

    private mutating func probe(_ ports: [TTYPort], _ map: PortMap?) throws(BrokenPromise) {
        try begin(.probing)
        try require(!ports.contains { $0.node == foundCall }, "the port of a call is left alone")
        try require(!hasLink, "ports are closed before they are opened again")
        try require(
            !ports.isEmpty && ports.allSatisfy { map?.roles[$0.interfaceNumber] != .diagnostics },
            "only ports for commands are probed", "\(ports.map(\.node))")
    }

    /// `Modem` has one task for its ports; the one before must have ended or been released.
    private mutating func begin(_ work: PortWork) throws(BrokenPromise) {
        try require(portWork == .none, "one at a time asks the ports", "\(work) during \(portWork)")
        portWork = work
    }

    private mutating func dial() throws(BrokenPromise) {
        try require(call == nil, "one call at a time")
        call = CallWork(hasPort: hasLink)
    }

    private mutating func release() {
        (portWork, function, hasLink) = (.none, nil, false)
        if call != nil { releasedCalls += 1 }
        call = nil
    }

    private mutating func answer(_ kind: Modem.StateMachine.Request.Kind, _ error: ModemError?) throws(BrokenPromise) {
        let waited = waiting.removeValue(forKey: kind) ?? 0
        guard waited > 0, error == nil else { return }
        switch kind {
        case .connect: try require(machine.state == .connected, "who is told of a call has one", "\(machine.state)")
        case .disconnect: try require(call == nil, "who is told that a call has ended has none")
        case .switch: try require(machine.state != .switching, "who is told of a switch has what he asked for")
        case .inhibit:
            try require(
                !hasLink && portWork == .none && releasedCalls == 0 && machine.reason == .inhibited,
                "who is lent the ports has them", "\(machine.state)")
        case .enable, .reset: try require(call == nil, "no call outlives the radio")
        case .suspend: break
        }
    }
}

extension Modem.StateMachine.Action {
    /// Acquires nothing.
    fileprivate var isHarmless: Bool {
        switch self {
        case .letGo, .stop, .release, .answer, .leave, .rememberSwitch, .endInherited: true
        case .performSwitch, .returnToStorage, .start, .probe, .askDriver, .initialise, .enterPIN, .dial, .hangUp,
            .carryOn, .setFunction,
            .lend:
            false
        }
    }
}
