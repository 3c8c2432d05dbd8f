import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport

@testable import ModemCore

/// Everything around the domain, under the control of a test.
@LoopActor final class ScriptedWorld {
    let stick = ScriptedStick()
    let ports: ScriptedPorts
    let storage = ScriptedStorage()
    let calls = ScriptedCalls()
    let switches = ScriptedMemory()
    let meter = ScriptedMeter()
    let usb = ScriptedUSB()
    private let accessPoints: any AccessPointDirectory & AccessPointMemory
    private let archive: (any MessageArchive)?
    let surroundings = ScriptedSurroundings()
    let pins = ScriptedPINs()
    let clock = TestClock()
    private(set) var changes: [ModemChange] = []
    private(set) var states: [ModemState] = []
    private(set) var modem: Modem!
    private(set) var keeper: ConnectionKeeper!
    private var flow: Task<Void, Never>?

    init(
        accessPoints: any AccessPointDirectory & AccessPointMemory = NoAccessPoints(), profiles: ProfileBook? = nil,
        archive: (any MessageArchive)? = nil
    ) {
        ports = ScriptedPorts(stick)
        self.accessPoints = accessPoints
        self.archive = archive
        let environment = environment()
        keeper = ConnectionKeeper(environment: environment, profiles: profiles)
        modem = Modem(physicalPort: "1-1.2", environment: environment) { [weak self] change in
            guard let self else { return }
            changes.append(change)
            defer { keeper.saw(change) }
            if case .changed(_, let snapshot) = change, snapshot.state != states.last { states.append(snapshot.state) }
        }
        flow = Task { [clock] in
            // Time passes when everything else has had its turn: deadlines come, and no test waits for real.
            while !Task.isCancelled {
                for _ in 1...50 { await Task.yield() }
                clock.advance(by: .milliseconds(50))
            }
        }
    }

    isolated deinit { flow?.cancel() }

    /// - Parameter opener: of ports, where it is not the usual one.
    func environment(serial opener: (any SerialPortOpener)? = nil) -> ModemEnvironment {
        var environment = ModemEnvironment(
            storage: storage, serial: opener ?? ports, calls: calls, switches: switches, usb: usb,
            surroundings: surroundings, meter: meter, accessPoints: accessPoints, clock: clock, boottime: clock,
            wallClock: { 1_700_000_000 })
        environment.messages = archive.map { archive in
            MessageBook(archive: archive, usage: environment.usage, clock: clock) { 1_700_000_000 }
        }
        environment.pins = pins
        environment.storedPIN = { [pins] in pins.stored[$0] }
        return environment
    }

    /// Gives up the turn until `condition` holds; the limit, in the time of the test's clock, makes a test fail instead of
    /// hang.
    func wait(atMost limit: Duration = .seconds(120), until condition: @LoopActor () -> Bool) async -> Bool {
        let end = clock.now.advanced(by: limit)
        while clock.now < end {
            if condition() { return true }
            await Task.yield()
        }
        return condition()
    }

    /// Lets so much of the test's time pass.
    func pass(_ time: Duration) async { _ = await wait(atMost: time) { false } }

    /// A stick that is a modem already, with all its ports.
    func plugModem(_ map: PortMap = Story.map, ports: [TTYPort] = Story.ports) {
        modem.feed(.attachedModem(Story.modem, map))
        for port in ports { modem.feed(.portAdded(port)) }
    }

    /// Plugs in, and waits until all that can be known of the stick is known.
    func registers(_ map: PortMap = Story.map, ports: [TTYPort] = Story.ports) async -> Bool {
        plugModem(map, ports: ports)
        return await wait { modem.snapshot.state == .registered && modem.snapshot.network?.accessTechnology == "hsdpa" }
    }

    /// A call that is up.
    func connects(_ settings: ConnectSettings = ConnectSettings()) async throws -> Bool {
        let before = calls.requests.count
        let call = Task { try await modem.connect(settings) }
        guard await wait(until: { calls.requests.count > before }) else { return false }
        calls.current?.tell.yield(.up(ScriptedCall.address))
        _ = try await call.value
        return modem.snapshot.state == .connected
    }

    /// The far end ends the call.
    func endCall(_ reason: CallError) {
        calls.current?.tell.yield(.ended(reason))
        calls.current?.tell.finish()
    }

    func reachesState(_ state: ModemState) async -> Bool { await wait { modem.snapshot.state == state } }
}

@LoopActor final class ScriptedMeter: LinkMeter {
    var count: LinkCount?

    func count(on interface: String) -> LinkCount? { count }

    var ipv6: LinkIPv6?

    func ipv6(on interface: String) -> LinkIPv6? { ipv6 }
}

@LoopActor final class ScriptedMemory: SwitchMemory {
    var methods: [StickKey: String] = [:]

    func method(for stick: StickKey) -> String? { methods[stick] }

    func remember(_ method: String, for stick: StickKey) { methods[stick] = method }
}

@LoopActor final class ScriptedUSB: USBHost {
    var places: [String] = []
    /// How each way of the way back ends; well unless it is here.
    var refusals: [StorageReturn.Way: StorageError] = [:]
    private(set) var ways: [StorageReturn.Way] = []

    nonisolated init() {}

    func mountPoints(of device: USBDevice) async -> [String] { places }

    func reset(_ device: USBDevice) async throws(StorageError) { try note(.reset) }

    func reauthorise(_ device: USBDevice) async throws(StorageError) { try note(.reauthorisation) }

    private func note(_ way: StorageReturn.Way) throws(StorageError) {
        ways.append(way)
        if let refusal = refusals[way] { throw refusal }
    }
}

@LoopActor final class ScriptedStorage: StorageTransport {
    private(set) var handles: [ScriptedStorageHandle] = []
    var refusal: StorageError?

    func open(_ device: USBDevice) async throws(StorageError) -> any StorageHandle {
        if let refusal { throw refusal }
        let handle = ScriptedStorageHandle()
        handles.append(handle)
        return handle
    }
}

@LoopActor final class ScriptedStorageHandle: StorageHandle {
    private(set) var wrappers: [CommandBlockWrapper] = []
    private(set) var isClosed = false

    func transfer(_ wrapper: CommandBlockWrapper) async throws(StorageError) -> CommandStatus {
        wrappers.append(wrapper)
        return .failed
    }

    func close(reattach: Bool) async { isClosed = true }
}

@LoopActor final class ScriptedCalls: CallLauncher {
    private(set) var requests: [CallRequest] = []
    private(set) var all: [ScriptedCall] = []
    var current: ScriptedCall? { all.last }
    var refusal: CallError?

    /// Left by an earlier run.
    var inherited: [ScriptedInheritedCall] = []

    func inheritedCalls() async -> [any InheritedCall] { inherited }

    /// What is missing on this machine.
    var shortage: CallError?

    func check() async throws(CallError) {
        if let shortage { throw shortage }
    }

    func launch(_ call: CallRequest) async throws(CallError) -> any Call {
        requests.append(call)
        if let refusal { throw refusal }
        let scripted = ScriptedCall()
        all.append(scripted)
        return scripted
    }
}

@LoopActor final class ScriptedInheritedCall: InheritedCall {
    let node: String
    let address: CallAddress?
    let since: UInt64 = 1_600_000_000
    private(set) var call: ScriptedCall?
    private(set) var ends = 0

    init(on node: String, address: CallAddress? = ScriptedCall.address) {
        self.node = node
        self.address = address
    }

    func adopt() -> any Call {
        let adopted = ScriptedCall()
        call = adopted
        if let address { adopted.tell.yield(.up(address)) }
        return adopted
    }

    func end() async { ends += 1 }
}

@LoopActor final class ScriptedCall: Call {
    static let address = CallAddress(
        interface: "ppp0", address: "10.0.1.2", peer: "10.64.64.64", dns: ["192.0.2.53"])
    let events: AsyncStream<CallEvent>
    let tell: AsyncStream<CallEvent>.Continuation
    private(set) var hangUps = 0

    init() { (events, tell) = AsyncStream.makeStream() }

    private(set) var hasEnded = false

    /// pppd ends by itself.
    func end(_ error: CallError? = .hangUp) {
        hasEnded = true
        tell.yield(.ended(error))
        tell.finish()
    }

    func hangUp() async {
        hangUps += 1
        tell.finish()
    }
}
