import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// The machine sleeps, and wakes.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct SuspendTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }

    private var areClosed: Bool { world.ports.opened.allSatisfy(\.isClosed) }

    private var hasLeft: Bool { world.changes.contains { if case .removed = $0 { true } else { false } } }

    @Test func nothingIsOpenWhileTheMachineSleeps() async {
        #expect(await world.registers())
        await modem.prepareForSleep()
        #expect(areClosed)
        #expect(modem.snapshot.state == .disabled)
        #expect(modem.snapshot.reason == .suspended)
        let before = world.ports.opened.count
        await world.pass(.seconds(200))
        #expect(world.ports.opened.count == before)
        #expect(!hasLeft)
    }

    @Test func aCallIsEndedFirstAndSaysWhy() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        await modem.prepareForSleep()
        #expect(world.calls.current?.hangUps == 1)
        #expect(areClosed)
        #expect(world.states.suffix(2) == [.disconnecting, .disabled])
        #expect(modem.snapshot.connection?.address == nil)
        #expect(modem.snapshot.connection?.lastError?.error == .suspended)
    }

    @Test func itIsReadAnewAndConnectsAgainAfterwards() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        await modem.prepareForSleep()
        modem.feed(.resumed)
        #expect(await world.reachesState(.registered))
        #expect(modem.snapshot.network != nil)
        #expect(try await world.connects())
        #expect(modem.snapshot.connection?.lastError == nil)
    }

    @Test func whoWaitsIsTold() async {
        world.stick.answers["AT+CREG?"] = "\r\n+CREG: 2,2\r\n\r\nOK\r\n"
        world.stick.answers["AT+CGREG?"] = "\r\n+CGREG: 2,2\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.searching))
        let connecting = Task { try await modem.connect(ConnectSettings()) }
        await world.pass(.seconds(1))
        await modem.prepareForSleep()
        await #expect(throws: ModemError.suspended) { _ = try await connecting.value }
    }

    @Test func whoComesMeanwhileIsToldToWait() async {
        #expect(await world.registers())
        await modem.prepareForSleep()
        let error = ModemError.wrongState(.disabled, needed: "wait until the machine is awake")
        await #expect(throws: error) { _ = try await modem.connect(ConnectSettings()) }
        await #expect(throws: error) { try await modem.enable(false) }
        await #expect(throws: error) { try await modem.lendPorts(to: Holder(":1.7")) }
        await #expect(throws: error) { try await modem.register(with: nil) }
    }

    @Test func aRadioThatIsOffStaysOff() async throws {
        world.stick.answers["AT+CFUN=4"] = "\r\nOK\r\n"
        #expect(await world.registers())
        world.stick.answers["AT+CFUN?"] = "\r\n+CFUN: 4\r\n\r\nOK\r\n"
        try await modem.enable(false)
        await modem.prepareForSleep()
        modem.feed(.resumed)
        #expect(await world.wait { modem.snapshot.state == .disabled && modem.snapshot.reason == .radioOff })
    }

    @Test func whatIsLentStaysLent() async throws {
        #expect(await world.registers())
        try await modem.lendPorts(to: Holder(":1.7"))
        await modem.prepareForSleep()
        modem.feed(.resumed)
        #expect(modem.snapshot.reason == .inhibited)
    }

    @Test func onePulledOutMeanwhileIsGone() async {
        #expect(await world.registers())
        await modem.prepareForSleep()
        modem.feed(.detached(Story.modem.identity))
        #expect(hasLeft)
    }

    @Test func aSwitchIsBegunAnew() async {
        modem.feed(.attachedStorage(Story.storage, Story.recipe))
        #expect(await world.wait { world.storage.handles.count == 1 })
        await modem.prepareForSleep()
        #expect(world.storage.handles.first?.isClosed == true)
        await world.pass(.seconds(200))
        #expect(modem.snapshot.state == .disabled)
        modem.feed(.resumed)
        #expect(modem.snapshot.state == .switching)
        #expect(await world.wait { world.storage.handles.count == 2 })
    }

    @Test func oneThatWasOnItsWayBackIsWaitedForAgain() async {
        modem.feed(.attachedStorage(Story.storage, Story.recipe))
        #expect(await world.wait { world.storage.handles.count == 1 })
        modem.feed(.detached(Story.storage.identity))
        await modem.prepareForSleep()
        await world.pass(.seconds(200))
        #expect(!hasLeft)
        modem.feed(.resumed)
        await world.pass(.seconds(30))
        #expect(!hasLeft)
        world.plugModem()
        #expect(await world.reachesState(.registered))
    }

    @Test func oneThatCannotGoOnIsTriedAgainAtOnce() async {
        world.stick.silentPorts = ["ttyUSB0", "ttyUSB2"]
        world.plugModem()
        #expect(await world.reachesState(.failed))
        await modem.prepareForSleep()
        #expect(modem.snapshot.reason == .noAnswer)
        world.stick.silentPorts = []
        modem.feed(.resumed)
        #expect(await world.reachesState(.registered))
    }

    @Test func wakingBeforeTheCallHasEndedIsNoSleep() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        let preparing = Task { await modem.prepareForSleep() }
        #expect(await world.wait { modem.snapshot.state == .disconnecting })
        modem.feed(.resumed)
        await preparing.value
        #expect(await world.reachesState(.registered))
    }

    // MARK: All sticks

    @LoopActor private final class ScriptedMonitor: DeviceMonitor {
        let events: AsyncStream<DeviceEvent>
        let tell: AsyncStream<DeviceEvent>.Continuation
        private(set) var scans = 0

        init() { (events, tell) = AsyncStream.makeStream() }

        func rescan() { scans += 1 }
    }

    @Test func sticksGoOnWhenItIsKnownWhatIsThere() async throws {
        let monitor = ScriptedMonitor()
        let environment = ModemEnvironment(
            storage: world.storage, serial: world.ports, calls: world.calls, switches: world.switches,
            clock: world.clock, boottime: world.clock, wallClock: { 0 })
        let catalog = DeviceCatalog.load([Self.repository + "/data/devices"]).catalog
        let pipeline = HotplugPipeline(monitor: monitor, catalog: catalog, environment: environment)
        let running = Task { @LoopActor in await pipeline.run() }
        var changes = pipeline.changes.makeAsyncIterator()
        monitor.tell.yield(.deviceAdded(Story.modem))
        for port in Story.ports { monitor.tell.yield(.portAdded(port)) }
        guard case .added(let stick) = await changes.next() else { return #expect(Bool(false), "no modem") }
        #expect(await world.wait { stick.snapshot.state == .registered })
        await pipeline.prepareForSleep()
        #expect(areClosed)
        pipeline.resumed()
        #expect(monitor.scans == 1)
        await world.pass(.seconds(5))
        #expect(stick.snapshot.reason == .suspended)
        monitor.tell.yield(.settled)
        #expect(await world.wait { stick.snapshot.state == .registered })
        monitor.tell.finish()
        await running.value
    }

    private static let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
}
