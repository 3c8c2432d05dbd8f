internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore

/// One stick as ModemManager shows it, for as long as it is a modem.
@LoopActor final class FacadeModem {
    /// Dialogues and wishes of clients outlive these: `mmcli` comes anew for each step.
    static let holder = Holder(FacadeName.bus)

    let path: ObjectPath
    let modem: Modem
    let bearers: FacadeBearers
    let messages: FacadeMessages
    let radioTurns = RadioTurns()
    private let context: FacadeContext
    private(set) var snapshot: ModemSnapshot
    private var sim: FacadeSIM?
    /// Seconds between two looks at the signal that a client has asked for.
    private var signalRate: UInt32 = 0
    private(set) var location = FacadeLocation()
    private var shown: Set<String> = []
    private lazy var modemInterface = ExportedInterface(
        ModemFace.declaration, methods: ModemFace.methods(of: self))
    private lazy var networkInterface = ExportedInterface(
        Modem3gppFace.declaration, methods: Modem3gppFace.methods(of: self))
    private lazy var simpleInterface = ExportedInterface(
        SimpleFace.declaration, methods: SimpleFace.methods(of: self))
    private lazy var messagingInterface = ExportedInterface(
        MessagingFace.declaration, methods: MessagingFace.methods(of: self))
    private lazy var ussdInterface = ExportedInterface(UssdFace.declaration, methods: UssdFace.methods(of: self))
    private lazy var signalInterface = ExportedInterface(
        SignalFace.declaration, methods: SignalFace.methods(of: self))
    private lazy var locationInterface = ExportedInterface(
        LocationFace.declaration, methods: LocationFace.methods(of: self))
    private lazy var timeInterface = ExportedInterface(TimeFace.declaration, methods: TimeFace.methods(of: self))

    init(_ modem: Modem, _ snapshot: ModemSnapshot, in context: FacadeContext) {
        (self.modem, self.snapshot, self.context) = (modem, snapshot, context)
        path = context.numbers.path(.modem)
        bearers = FacadeBearers(of: modem, in: context, after: radioTurns)
        messages = FacadeMessages(of: modem, in: context)
        bearers.onChange = { [weak self] in self?.update() }
        messages.onChange = { [weak self] in self?.update() }
        messages.onAdded = { [weak self] path, received in
            self?.messagingInterface.emit(MessagingFace.added, path, received)
        }
        messages.onDeleted = { [weak self] path in self?.messagingInterface.emit(MessagingFace.deleted, path) }
        show(snapshot)
    }

    /// Brings the object to what `next` says. What it names is there before it is named.
    func show(_ next: ModemSnapshot) {
        let old = snapshot
        snapshot = next
        followSIM()
        bearers.follow(next)
        messages.follow(next)
        update()
        let (before, now) = (FacadeState(old), FacadeState(next))
        if before != now {
            modemInterface.emit(ModemFace.stateChanged, before.rawValue, now.rawValue, next.facadeChangeReason)
        }
        if let time = next.network?.time, time != old.network?.time, !time.isEmpty {
            timeInterface.emit(TimeFace.networkTimeChanged, time)
        }
    }

    func permit(_ call: CallContext, _ action: Action) async throws(BusError) {
        try await context.tree.permit(call, action.rawValue)
    }

    func note(_ change: MessageBook.Change) { messages.note(change) }

    func setSignalRate(_ rate: UInt32) {
        signalRate = rate
        update()
    }

    func setLocation(_ wanted: FacadeLocation) {
        location = wanted
        update()
    }

    /// It is no modem any more, or not ours; calls under way are told so before the objects go.
    func remove() {
        modem.setSignalInterval(nil, for: Self.holder)
        let gone = ModemError.deviceGone.facadeError
        context.tree.remove(path, failingCallsWith: gone)
        sim?.remove(from: context.tree)
        bearers.removeAll()
        messages.removeAll()
    }

    private func followSIM() {
        guard let status = snapshot.sim else {
            sim?.remove(from: context.tree)
            sim = nil
            return
        }
        if let sim, sim.isStill(status) { return sim.show(status) }
        sim?.remove(from: context.tree)
        sim = FacadeSIM(status, of: modem, in: context)
    }

    private func update() {
        var paths = FacadeModemValues.Paths()
        (paths.sim, paths.bearers, paths.messages) = (sim?.path, bearers.paths, messages.paths)
        let values = FacadeModemValues(snapshot, paths)
        let signal = snapshot.network.map { FacadeSignalValues.values($0, rate: signalRate) }
        var arrived: [ExportedInterface] = []
        update(modemInterface, values.modem, &arrived)
        update(networkInterface, values.network, &arrived)
        update(simpleInterface, PropertyValues(), &arrived)
        update(messagingInterface, values.messaging, &arrived)
        update(ussdInterface, values.ussd, &arrived)
        update(signalInterface, signal, &arrived)
        update(locationInterface, snapshot.network.map(location.values), &arrived)
        update(timeInterface, values.time, &arrived)
        if !arrived.isEmpty { context.tree.add(arrived, at: path) }
    }

    private func update(
        _ interface: ExportedInterface, _ values: PropertyValues?, _ arrived: inout [ExportedInterface]
    ) {
        let name = interface.declaration.name
        if let values {
            interface.update(values)
            if shown.insert(name).inserted { arrived.append(interface) }
        } else if shown.remove(name) != nil {
            context.tree.remove([interface], at: path, failingCallsWith: ModemError.deviceGone.facadeError)
        }
    }

    /// For methods, which must not keep their object alive.
    static func present(_ modem: FacadeModem?) throws(BusError) -> FacadeModem {
        guard let modem else { throw ModemError.deviceGone.facadeError }
        return modem
    }
}
