import DBus
import EventLoop
import TestSupport

/// A service with a bit of everything, as the tests use it.
enum Sample {
    static let name = "org.example.Sample"
    static let interface = "org.example.Sample.Device"
    static let root = ObjectPath("/org/example/sample") ?? .root
    static let device = ObjectPath("/org/example/sample/device/one") ?? .root

    static let state = PropertyDeclaration<String>(interface, "State", "What it does.")
    static let level = PropertyDeclaration<UInt32>(interface, "Level", "0 to 100 %.")
    static let ports = PropertyDeclaration<[Structure<String, String>]>(interface, "Ports", "Node & role.")
    static let kind = PropertyDeclaration<String>(interface, "Kind", "Never changes.", change: .constant)
    static let mode = PropertyDeclaration<String>(
        interface, "Mode", "As wished.", access: .readWrite(requires: nil))
    static let secret = PropertyDeclaration<String>(
        interface, "Secret", "Guarded.", access: .readWrite(requires: "org.example.set"))

    static let echo = MethodDeclaration<String, String>(interface, "Echo", "Repeats.", ["text"], returns: "text")
    static let sum = MethodDeclaration<UInt32, Int64, Double>(
        interface, "Sum", "Adds.", ["a", "b"], returns: "sum")
    static let wait = MethodDeclaration<Void>(interface, "Wait", "Answers late.")
    static let fail = MethodDeclaration<String, Void>(interface, "Fail", "Fails.", ["message"])
    static let guarded = MethodDeclaration<Void>(interface, "Guarded", "Not for all.", requires: "org.example.do")
    static let changed = SignalDeclaration<String, UInt32>(interface, "Changed", "Says so.", ["why", "count"])

    static let declaration = InterfaceDeclaration(
        interface, "A device <of the tests>.", methods: [echo, sum, wait, fail, guarded],
        properties: [state, level, ports, kind, mode, secret], signals: [changed])
}

/// The service on a bus of its own, and a client beside it.
@LoopActor final class SampleService {
    let bus: PrivateBus
    let connection: Connection
    let client: Connection
    let tree: ObjectTree
    private(set) var device: ExportedInterface
    var contexts: [CallContext] = []
    var waiting = Gate()
    var cancelled = Gate()
    var allowed: Set<String> = []

    let object = RemoteObject(Sample.name, Sample.device)

    init(places: CallPlaces = .init()) async throws {
        bus = try await PrivateBus.start()
        connection = try await Connection.open(.address(bus.address))
        client = try await Connection.open(.address(bus.address))
        let authority = Authority()
        tree = ObjectTree(
            managerPath: Sample.root,
            errorNames: .init(
                notAvailable: "org.example.Error.NotAvailable", limitsExceeded: "org.example.Error.Limits"),
            places: places
        ) { _, _, action, _ throws(BusError) in
            guard authority.service?.allowed.contains(action) == true else { throw .accessDenied("Not you") }
        }
        device = ExportedInterface(InterfaceDeclaration("org.example.None", "Replaced."))
        authority.service = self
        device = makeDevice()
        tree.attach(to: connection)
        try await connection.requestName(Sample.name)
        tree.add([device], at: Sample.device)
    }

    private final class Authority {
        weak var service: SampleService?
    }

    func makeDevice() -> ExportedInterface {
        var values = PropertyValues()
        values[Sample.state] = "idle"
        values[Sample.ports] = [Structure("ttyUSB0", "at")]
        values[Sample.kind] = "stick"
        values[Sample.mode] = "auto"
        return ExportedInterface(
            Sample.declaration,
            methods: [
                Sample.echo.bind { [unowned self] context, text throws(BusError) in
                    contexts.append(context)
                    return text
                },
                Sample.sum.bind { _, a, b throws(BusError) in Double(a) + Double(b) },
                // Ends when it is cancelled, which may be after the service is gone.
                Sample.wait.bind { [waiting, cancelled] _ throws(BusError) in
                    waiting.open()
                    try? await LoopClock.monotonic.sleep(for: .seconds(3600))
                    cancelled.open()
                },
                Sample.fail.bind { _, message throws(BusError) in
                    throw BusError(name: "org.example.Error.Meant", message: message)
                },
                Sample.guarded.bind { _ throws(BusError) in },
            ],
            setters: [
                Sample.mode.bindSetter { [unowned self] _, mode throws(BusError) in
                    guard mode != "bad" else { throw .invalidArguments("No such mode") }
                    var values = device.current
                    values[Sample.mode] = mode
                    device.update(values)
                },
                Sample.secret.bindSetter { _, _ throws(BusError) in },
            ], values: values)
    }

    func call(_ interface: String, _ member: String, _ body: [Value] = [], at path: ObjectPath = Sample.device)
        async throws(BusError) -> [Value]
    {
        try await client.call(destination: Sample.name, path: path, interface: interface, member: member, body: body)
    }

    func run(_ program: String, _ arguments: [String]) async throws -> ProgramRun {
        try await ProgramRun.run(
            program, arguments,
            environment: [
                "DBUS_SYSTEM_BUS_ADDRESS": bus.address, "DBUS_SESSION_BUS_ADDRESS": bus.address, "LC_ALL": "C",
            ])
    }
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
