import DBus
import EventLoop
import ModemAPI
import TestSupport

/// The service as the contract describes it, without sticks and daemon behind it, on a bus of its own.
@LoopActor final class FakeService {
    let bus: PrivateBus
    private(set) var connection: Connection
    let tree: ObjectTree
    let profiles: FakeProfiles
    /// They answer calls, whether the test looks at them or not.
    private var sticks: [FakeStick] = []

    private init(_ bus: PrivateBus, _ connection: Connection, _ tree: ObjectTree, _ profiles: FakeProfiles) {
        self.bus = bus
        self.profiles = profiles
        self.connection = connection
        self.tree = tree
    }

    static func start(policy: String = PrivateBus.openPolicy) async throws -> FakeService {
        let bus = try await PrivateBus.start(policy: policy)
        let connection = try await Connection.open(.address(bus.address))
        let tree = ObjectTree(
            managerPath: ObjectPaths.root, errorNames: .init(notAvailable: ErrorName.notAvailable.name)
        ) { _, _, _, _ in }
        var values = PropertyValues()
        values[ManagerInterface.version] = "0.0.0"
        let profiles = FakeProfiles()
        profiles.attach(to: tree)
        let manager = ExportedInterface(
            ManagerInterface.declaration,
            methods: [
                ManagerInterface.scanDevices.bind { _ throws(BusError) in },
                ManagerInterface.listDevices.bind { _ in Self.devices },
                profiles.addition,
                ManagerInterface.setLogLevel.bind { _, _ throws(BusError) in },
            ], values: values)
        tree.add([manager], at: ObjectPaths.root)
        tree.attach(to: connection)
        try await connection.requestName(BusName.ztemodem)
        return FakeService(bus, connection, tree, profiles)
    }

    nonisolated static let devices: [[String: Value]] = [
        [
            "id": .string("19d2:0001"), "mode": .string("modem"), "model": .string("MF622\u{1b}"),
            "ports": .array(.string, [.string("00:data"), .string("02:at")]), "source": .string("a book"),
        ],
        [
            "id": .string("19d2:2000"), "mode": .string("storage"), "methods": .array(.string, [.string("eject")]),
            "targets": .array(.string, [.string("19d2:0001"), .string("19d2:0031")]), "source": .string("a book"),
        ],
        [
            "id": .string("19d2:1405"), "mode": .string("network"), "model": .string("MF823"),
            "drivers": .array(.string, [.string("cdc_ether")]), "source": .string("a book"),
        ],
    ]

    /// What no test asks for.
    nonisolated static let notHere = ErrorName.notSupported("Not in this stick.")

    /// Ends as a killed process would.
    func die() { connection.close() }

    func restart() async throws {
        connection = try await Connection.open(.address(bus.address))
        tree.attach(to: connection)
        try await connection.requestName(BusName.ztemodem)
    }

    func plug(_ port: String, state: String = "registered") throws -> FakeStick {
        let stick = try FakeStick(port, state, in: tree)
        tree.add([stick.modem, stick.sim, stick.network, stick.ussd, stick.connection], at: stick.path)
        sticks.append(stick)
        return stick
    }
}

/// A stick that does what the test says.
@LoopActor final class FakeStick {
    typealias Connecting = @LoopActor ([String: Value]) async throws(BusError) -> [String: Value]
    typealias Acting = @LoopActor () async throws(BusError) -> Void

    let path: ObjectPath
    private(set) var modem: ExportedInterface
    private(set) var sim: ExportedInterface
    private(set) var network: ExportedInterface
    let connection: ExportedInterface
    private(set) var ussd: ExportedInterface
    /// What GetServiceCodes answers.
    var serviceCodes: [[String: Value]] = []
    /// What Connect got, call by call.
    private(set) var requests: [[String: Value]] = []
    var onConnect: Connecting = { _ throws(BusError) in FakeStick.address }
    var onSwitch: Acting = { () throws(BusError) in }
    var onDisconnect: Acting = { () throws(BusError) in }
    /// What Switch got, call by call.
    private(set) var switches: [[String: Value]] = []
    /// What Enable and Reset got, call by call.
    private(set) var functions: [String] = []
    /// What the SIM and Command got, call by call.
    private(set) var orders: [[String]] = []
    private let tree: ObjectTree

    nonisolated static let identity: [String: Value] = [
        "iccid": .string("89351010000000000014"), "imsi": .string("268011234567890"),
        "numbers": .array(.string, [.string("+351911234567"), .string("\u{1b}[2J")]),
    ]
    nonisolated static let address: [String: Value] = [
        "interface": .string("ppp0"), "address": .string("10.64.11.7"), "peer": .string("10.64.64.64"),
        "dns": .array(.string, [.string("192.0.2.1"), .string("192.0.2.2")]),
    ]

    fileprivate init(_ port: String, _ state: String, in tree: ObjectTree) throws {
        guard let path = ObjectPaths.modem(physicalPort: port) else { throw BusError.failed("no port: \(port)") }
        self.path = path
        self.tree = tree
        sim = Self.exported(SimInterface.declaration)
        network = sim
        connection = ExportedInterface(ConnectionInterface.declaration)
        modem = sim
        ussd = sim
        sim = Self.exported(SimInterface.declaration, simMethods)
        network = networkInterface
        modem = Self.exported(
            ModemInterface.declaration,
            [
                ModemInterface.switchMode.bind { [unowned self] _, options throws(BusError) in
                    switches.append(options)
                    try await onSwitch()
                },
                ModemInterface.connect.bind { [unowned self] _, settings throws(BusError) in
                    requests.append(settings)
                    return try await onConnect(settings)
                },
                ModemInterface.disconnect.bind { [unowned self] _ throws(BusError) in try await onDisconnect() },
                ModemInterface.enable.bind { [unowned self] _, isOn in functions.append(isOn ? "on" : "off") },
                ModemInterface.reset.bind { [unowned self] _, kind in functions.append(kind) },
                ModemInterface.command.bind { [unowned self] _, line, limit throws(BusError) in
                    orders.append([line, "\(limit)"])
                    return "+CSQ: 20,99\n\u{202e}\nOK"
                },
                ModemInterface.exportDevice.bind { _ throws(BusError) in "[19d2:0001]\nmodel = a\u{1b}b\n" },
            ])
        ussd = Self.exported(UssdInterface.declaration, ussdMethods)
        set(UssdInterface.state, "idle")
        set(ModemInterface.physicalPort, port)
        set(ModemInterface.usbID, "19d2:0001")
        set(ModemInterface.state, state)
    }

    /// `*101#` is a menu, and all else says what it is.
    private var ussdMethods: [BoundMethod] {
        [
            UssdInterface.initiate.bind { [unowned self] _, code in
                orders.append([code])
                set(UssdInterface.state, code == "*101#" ? "user-response" : "idle")
                return code == "*101#" ? "Menu\n1 \u{1b}[31mred" : "This is \(code)"
            },
            UssdInterface.respond.bind { [unowned self] _, response in
                orders.append([response])
                set(UssdInterface.state, response == "again" ? "user-response" : "idle")
                return "Chosen: \(response)"
            },
            UssdInterface.cancel.bind { [unowned self] _ in
                orders.append(["cancel"])
                set(UssdInterface.state, "idle")
            },
            UssdInterface.getServiceCodes.bind { [unowned self] _ in serviceCodes },
        ]
    }

    /// What Scan answers.
    var onScan: @LoopActor () async throws(BusError) -> [[String: Value]] = { () throws(BusError) in [] }

    private var networkInterface: ExportedInterface {
        ExportedInterface(
            NetworkInterface.declaration,
            methods: [
                NetworkInterface.scan.bind { [unowned self] _ throws(BusError) in try await onScan() },
                NetworkInterface.register.bind { [unowned self] _, code throws(BusError) in
                    orders.append(["register", code])
                },
                NetworkInterface.setSignalInterval.bind { [unowned self] _, seconds throws(BusError) in
                    orders.append(["interval", "\(seconds)"])
                },
            ],
            setters: [
                NetworkInterface.mode.bindSetter { [unowned self] _, mode throws(BusError) in
                    if mode == "4g" { throw ErrorName.notSupported("This stick has no LTE.") }
                    set(NetworkInterface.mode, mode)
                }
            ])
    }

    private var simMethods: [BoundMethod] {
        [
            SimInterface.sendPin.bind { [unowned self] _, pin throws(BusError) in orders.append(["pin", pin]) },
            SimInterface.sendLastPin.bind { [unowned self] _, pin throws(BusError) in orders.append(["last pin", pin])
            },
            SimInterface.sendPuk.bind { [unowned self] _, puk, pin throws(BusError) in orders.append([puk, pin]) },
            SimInterface.enablePin.bind { [unowned self] _, pin, isOn throws(BusError) in
                if pin == "0000" { throw ErrorName.wrongPin("The SIM refused the PIN.") }
                orders.append([pin, "\(isOn)"])
            },
            SimInterface.changePin.bind { [unowned self] _, old, new throws(BusError) in orders.append([old, new]) },
            SimInterface.getIdentity.bind { _ throws(BusError) in FakeStick.identity },
        ]
    }

    /// With a refusal for every method and writable property that has nothing behind it.
    private static func exported(_ declaration: InterfaceDeclaration, _ bound: [BoundMethod] = []) -> ExportedInterface
    {
        let others = declaration.methods.filter { method in !bound.contains { $0.description == method } }
        return ExportedInterface(
            declaration, methods: bound + others.map { .refusing($0, with: FakeService.notHere) },
            setters: declaration.properties.filter { $0.access != .read }.map {
                .refusing($0, with: FakeService.notHere)
            })
    }

    /// Sets one property; nil makes it unknown.
    func set<Content>(_ property: PropertyDeclaration<Content>, _ content: Content?) {
        guard
            let interface = [modem, sim, network, connection, ussd].first(where: {
                $0.declaration.name == property.description.interface
            })
        else { return }
        var values = interface.current
        values[property] = content
        interface.update(values)
    }

    /// As the service does it: the properties in one go, then the signal.
    func go(_ state: String, reason: String = "", message: String = "") {
        var values = modem.current
        let old = values[ModemInterface.state] ?? ""
        values[ModemInterface.state] = state
        values[ModemInterface.stateReason] = reason
        values[ModemInterface.stateMessage] = message
        modem.update(values)
        modem.emit(ModemInterface.stateChanged, old, state, reason)
    }

    func unplug() { tree.remove(path, failingCallsWith: ErrorName.deviceGone("The stick was unplugged.")) }
}

/// Something to wait for; it happens once.
@LoopActor final class Gate {
    private var isOpen = false
    private var waiters: [CheckedContinuation<Void, Never>] = []

    nonisolated init() {}

    func open() {
        isOpen = true
        for waiter in waiters { waiter.resume() }
        waiters = []
    }

    func pass() async {
        if !isOpen { await withCheckedContinuation { waiters.append($0) } }
    }
}
