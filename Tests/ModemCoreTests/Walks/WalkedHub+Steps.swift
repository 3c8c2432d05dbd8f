import ModemCore
import TestSupport

@testable import ModemCore

// Steps.
extension WalkedHub {
    mutating func take(_ step: Step) throws(BrokenPromise) {
        now += .seconds(1)
        switch step {
        case .plug(let index, let newcomer): try plug(newcomer, at: index)
        case .repeatPlug(let index): try announce(at: index)
        case .unplug(let index):
            guard let identity = places[index].device?.identity else { return }
            places[index].device = nil
            try remove(identity, at: index)
        case .lateUnplug(let index):
            if let identity = places[index].previous { try remove(identity, at: index) }
        case .port(let index, let interface): try add(places[index].port(interface), at: index)
        case .portGone(let index, let interface): try remove(places[index].port(interface), at: index)
        case .stick(let index, let step): try lead(index, step)
        case .formerStick(let index, let step): try leadFormer(index, step)
        case .pass(let time): now += time
        case .end: try end()
        }
    }

    private mutating func plug(_ newcomer: Newcomer, at index: Int) throws(BrokenPromise) {
        if hasEnded { return }
        number &+= 1
        let device = newcomer.device(at: places[index].name, number: number)
        places[index].previous = places[index].device?.identity
        places[index].device = device
        places[index].newcomer = newcomer
        try announce(at: index)
    }

    private mutating func announce(at index: Int) throws(BrokenPromise) {
        guard !hasEnded, let device = places[index].device, let newcomer = places[index].newcomer else { return }
        let isNew = places[index].stick?.device != device
        let isExpected = newcomer.isKnown || (places[index].stick != nil && newcomer != .unconfigured)
        let events = machine.added(device, isKnownPort: places[index].stick != nil, at: now) { _ in nil }
        try require(events.isEmpty != isExpected, "what is known, or follows it, has an object", "\(newcomer)")
        if events.isEmpty { return }
        places[index].shown = device.identity
        if isNew { try noteFall(events.first, at: index) }
        try tell(events, at: index)
    }

    /// A stick that fell is switched again, but not for ever.
    private mutating func noteFall(_ event: Modem.StateMachine.Event?, at index: Int) throws(BrokenPromise) {
        places[index].isLeftAlone = false
        switch event {
        case .attachedStorage:
            guard places[index].hasFallen else { return }
            places[index].hasFallen = false
            places[index].falls = places[index].falls.filter { now - $0 < BounceGuard.window } + [now]
            try require(
                places[index].falls.count < BounceGuard.falls, "a stick that keeps falling back is left alone",
                "\(places[index].falls) at \(now)")
        case .attachedBouncing:
            (places[index].isLeftAlone, places[index].isQuarantined, places[index].hasFallen) = (true, true, false)
        default: break
        }
    }

    private mutating func remove(_ identity: USBDevice.Identity, at index: Int) throws(BrokenPromise) {
        let occupant = places[index].occupant
        let events = machine.removed(identity, from: occupant)
        let isOurs = places[index].stick != nil && places[index].shown == identity
        try require(events.isEmpty != isOurs, "a removal is of what is there", "\(identity)")
        guard let occupant, isOurs else { return }
        // However it left the quarantine, it was not by itself.
        places[index].hasFallen = occupant.mayFall && !places[index].isQuarantined
        if places[index].isQuarantined { places[index].falls = [] }
        (places[index].isLeftAlone, places[index].isQuarantined) = (false, false)
        places[index].shown = nil
        try tell(events, at: index)
    }

    private mutating func add(_ port: TTYPort, at index: Int) throws(BrokenPromise) {
        if hasEnded { return }
        if !places[index].ports.contains(port) { places[index].ports.append(port) }
        let event = machine.added(port)
        if places[index].stick != nil { try tell([event], at: index) }
    }

    private mutating func remove(_ port: TTYPort, at index: Int) throws(BrokenPromise) {
        places[index].ports.removeAll { $0 == port }
        let event = machine.removed(port)
        if places[index].stick != nil { try tell([event], at: index) }
    }

    /// What the pipeline does with the events of a port.
    private mutating func tell(_ events: [Modem.StateMachine.Event], at index: Int) throws(BrokenPromise) {
        if events.isEmpty { return }
        if places[index].stick == nil { places[index].stick = WalkedModem() }
        for event in events {
            try require(event.physicalPort == places[index].name, "each port has its own events", "\(event)")
            try places[index].stick?.deliver(event)
        }
        try settle(index)
    }

    private mutating func lead(_ index: Int, _ step: WalkedModem.Step) throws(BrokenPromise) {
        guard places[index].stick != nil else { return }
        if step.isRequest { places[index].isLeftAlone = false }
        try places[index].stick?.take(step)
        try settle(index)
    }

    private mutating func leadFormer(_ index: Int, _ step: WalkedModem.Step) throws(BrokenPromise) {
        guard !places[index].former.isEmpty else { return }
        try places[index].former[0].take(step)
        if places[index].former[0].isOver { places[index].former.removeFirst() }
    }

    private mutating func end() throws(BrokenPromise) {
        hasEnded = true
        for index in places.indices {
            places[index].shown = nil
            try lead(index, .shutDown)
            try require(places[index].stick == nil, "the service ends without sticks")
        }
    }

    private mutating func settle(_ index: Int) throws(BrokenPromise) {
        places[index].dismiss()
        try check(places[index])
    }
}

extension HotplugPipeline.StateMachine.Occupant {
    /// Leaving now would be a fall.
    fileprivate var mayFall: Bool {
        switch state {
        case .settling, .probing, .enabling: switchAttempts > 0 && !isStartingAnew
        case .storage, .switching, .locked, .disabled, .searching, .registered, .connecting, .connected, .disconnecting,
            .failed:
            false
        }
    }
}

extension WalkedModem.Step {
    /// Somebody asks for a modem.
    fileprivate var isRequest: Bool {
        switch self {
        case .ask: true
        default: false
        }
    }
}

extension Modem.StateMachine.Event {
    /// Of what the bus has said.
    fileprivate var physicalPort: String? {
        switch self {
        case .attachedStorage(let device, _), .attachedBouncing(let device, _), .attachedModem(let device, _),
            .attachedForeign(let device, _), .attachedUnknown(let device):
            device.identity.physicalPort
        case .detached(let identity): identity.physicalPort
        case .portAdded(let port), .portRemoved(let port): port.physicalPort
        default: nil
        }
    }
}
