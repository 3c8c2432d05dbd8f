internal import DBus
internal import DeviceCatalog
internal import EventLoop
internal import Logging
internal import ModemAPI
internal import ModemCore

/// One stick on the bus: its interfaces, each there only while it can work.
@LoopActor final class ModemObject {
    let path: ObjectPath

    private let modem: Modem
    private let tree: ObjectTree
    private let log: Logger
    private let modemInterface: ExportedInterface
    private let simInterface: ExportedInterface
    private let networkInterface: ExportedInterface
    private let messagingInterface: ExportedInterface
    private let ussdInterface: ExportedInterface
    private let connectionInterface = ExportedInterface(ConnectionInterface.declaration)
    private var isShown: [String: Bool] = [:]
    private var shown: ModemSnapshot
    var state: ModemState { shown.state }

    /// Nil for a port whose name is no port name.
    init?(
        _ modem: Modem, _ keeper: ConnectionKeeper, _ profiles: ProfileBook, _ messages: MessageBook,
        in tree: ObjectTree, log: Logger
    ) {
        guard let path = ObjectPaths.modem(physicalPort: modem.physicalPort) else { return nil }
        self.path = path
        self.modem = modem
        self.tree = tree
        var log = log
        log[metadataKey: "modem"] = "\(modem.physicalPort)"
        self.log = log
        shown = modem.snapshot
        modemInterface = ExportedInterface(
            ModemInterface.declaration, methods: ModemInterface.methods(of: modem, keeper, profiles))
        simInterface = ExportedInterface(SimInterface.declaration, methods: SimInterface.methods(of: modem))
        networkInterface = ExportedInterface(
            NetworkInterface.declaration, methods: NetworkInterface.methods(of: modem),
            setters: NetworkInterface.setters(of: modem))
        messagingInterface = ExportedInterface(
            MessagingInterface.declaration, methods: MessagingInterface.methods(of: modem, in: messages))
        ussdInterface = ExportedInterface(UssdInterface.declaration, methods: UssdInterface.methods(of: modem))
        log.info("stick found", metadata: ["usb": "\(shown.usbID?.description ?? "")"])
        show(shown)
    }

    /// Brings the object to what `snapshot` says.
    func show(_ snapshot: ModemSnapshot) {
        let old = shown
        shown = snapshot
        let values = ModemValues(snapshot)
        var arrived: [ExportedInterface] = []
        update(modemInterface, values.modem, &arrived)
        update(simInterface, values.sim, &arrived)
        update(networkInterface, values.network, &arrived)
        update(ussdInterface, values.ussd, &arrived)
        update(connectionInterface, values.connection, &arrived)
        update(messagingInterface, values.messaging, &arrived)
        if !arrived.isEmpty { tree.add(arrived, at: path) }
        if old.state != snapshot.state { announce(from: old.state, to: snapshot) }
    }

    /// What its call set up for as long as it is there ends.
    func holderLeft(_ holder: Holder) { modem.holderLeft(holder) }

    /// The stick is gone; calls under way are told so before the object goes.
    func remove() {
        log.info("stick gone")
        tree.remove(path, failingCallsWith: ModemError.deviceGone.busError)
    }

    private func update(_ interface: ExportedInterface, _ values: PropertyValues?, _ arrived: inout [ExportedInterface])
    {
        let name = interface.declaration.name
        let wasShown = isShown[name] ?? false
        isShown[name] = values != nil
        if let values {
            interface.update(values)
            if !wasShown { arrived.append(interface) }
        } else if wasShown {
            tree.remove([interface], at: path, failingCallsWith: ModemError.deviceGone.busError)
        }
    }

    private func announce(from old: ModemState, to snapshot: ModemSnapshot) {
        let reason = snapshot.reason == .none ? "" : snapshot.reason.rawValue
        modemInterface.emit(ModemInterface.stateChanged, old.rawValue, snapshot.state.rawValue, reason)
        var metadata: Logger.Metadata = ["from": "\(old.rawValue)", "to": "\(snapshot.state.rawValue)"]
        if !reason.isEmpty { metadata["reason"] = "\(reason)" }
        log.log(level: snapshot.state == .failed ? .warning : .info, "state", metadata: metadata)
    }
}
