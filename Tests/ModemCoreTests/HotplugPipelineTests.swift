import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct HotplugPipelineTests {
    @LoopActor private final class ScriptedMonitor: DeviceMonitor {
        let events: AsyncStream<DeviceEvent>
        let tell: AsyncStream<DeviceEvent>.Continuation

        init() { (events, tell) = AsyncStream.makeStream() }

        func rescan() {}
    }

    /// A tty that takes its time to close.
    @LoopActor private final class SlowPorts: SerialPortOpener {
        private(set) var opened = 0
        private(set) var closing = 0
        private var waiting: [CheckedContinuation<Void, Never>] = []

        func open(_ port: TTYPort) async throws(SerialError) -> any SerialPort {
            opened += 1
            return SlowPort(port.node, self)
        }

        private var areSlow = true

        func wait() async {
            closing += 1
            if areSlow { await withCheckedContinuation { waiting.append($0) } }
        }

        func letGo() {
            areSlow = false
            for continuation in waiting { continuation.resume() }
            waiting = []
        }
    }

    @LoopActor private final class SlowPort: SerialPort {
        nonisolated let name: String
        let incoming: AsyncStream<[UInt8]>
        private let end: AsyncStream<[UInt8]>.Continuation
        private let ports: SlowPorts

        init(_ name: String, _ ports: SlowPorts) {
            self.name = name
            self.ports = ports
            (incoming, end) = AsyncStream.makeStream()
        }

        func write(_ bytes: [UInt8]) async throws(SerialError) {}
        func lend() async throws(SerialError) {}
        func takeBack() async throws(SerialError) {}

        func close() async {
            end.finish()
            await ports.wait()
        }
    }

    private static let catalog: DeviceCatalog = {
        let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        return DeviceCatalog.load([repository + "/data/devices"]).catalog
    }()

    /// A stick that is pulled through three cycles as a modem of no use yet, or as one that was told to start anew.
    @Test(arguments: [true, false]) func whoIsAskedToStartAnewDoesNotFall(isAsked: Bool) async throws {
        let monitor = ScriptedMonitor()
        let world = ScriptedWorld()
        world.stick.answers["AT+CFUN=1,1"] = "\r\nOK\r\n"
        let environment = world.environment()
        let pipeline = HotplugPipeline(monitor: monitor, catalog: Self.catalog, environment: environment)
        let running = Task { @LoopActor in await pipeline.run() }
        var changes = pipeline.changes.makeAsyncIterator()
        monitor.tell.yield(.deviceAdded(Self.disc(number: 10)))
        guard case .added(let modem) = await changes.next() else { return #expect(Bool(false), "no modem") }
        for cycle: UInt16 in 1...3 {
            #expect(await world.wait { world.storage.handles.count == Int(cycle) })
            monitor.tell.yield(.deviceRemoved(Self.disc(number: 10 * cycle).identity))
            let device = Story.device(number: 10 * cycle + 1, product: 0x0001, classes: [0xff, 0xff, 0xff])
            monitor.tell.yield(.deviceAdded(device))
            if isAsked {
                for port in Story.ports { monitor.tell.yield(.portAdded(port)) }
                #expect(await world.wait { modem.snapshot.state == .registered })
                try await modem.reset(.modem)
                for port in Story.ports { monitor.tell.yield(.portRemoved(port)) }
            } else {
                #expect(await world.wait { modem.snapshot.state == .settling && modem.snapshot.mode == .modem })
            }
            monitor.tell.yield(.deviceRemoved(device.identity))
            monitor.tell.yield(.deviceAdded(Self.disc(number: 10 * (cycle + 1))))
            #expect(await world.wait { modem.snapshot.mode == .storage })
        }
        #expect(modem.snapshot.reason == (isAsked ? .none : .switchBouncing))
        monitor.tell.finish()
        await running.value
    }

    /// A CD-ROM that can be switched.
    private static func disc(number: UInt16) -> USBDevice {
        let storage = Story.device(number: number, product: 0x2000, classes: [USBInterface.massStorage])
        let interface = USBInterface(
            number: 0, classCode: USBInterface.massStorage, subclass: 0x06, protocolCode: 0x50, bulkIn: 0x81,
            bulkOut: 0x01)
        return USBDevice(
            identity: storage.identity, usbID: storage.usbID, interfaces: [interface], sysfsPath: storage.sysfsPath,
            node: storage.node, serial: "1234")
    }

    @Test func theMethodThatWorkedBeforeIsTriedFirst() async {
        let monitor = ScriptedMonitor()
        let world = ScriptedWorld()
        let stick = Self.disc(number: 4)
        world.switches.methods[StickKey(stick)] = "driver-release"
        let environment = world.environment()
        let pipeline = HotplugPipeline(monitor: monitor, catalog: Self.catalog, environment: environment)
        let running = Task { @LoopActor in await pipeline.run() }
        monitor.tell.yield(.deviceAdded(stick))
        #expect(await world.wait { !world.storage.handles.isEmpty })
        #expect(world.storage.handles.first?.wrappers.isEmpty == true, "a driver that is released is sent nothing")
        monitor.tell.finish()
        await running.value
    }

    @Test func aCallGoesToItsStickAndOneWithoutAStickEnds() async {
        let monitor = ScriptedMonitor()
        let world = ScriptedWorld()
        let calls = ["ttyUSB0", "ttyUSB9"].map { ScriptedInheritedCall(on: $0) }
        world.calls.inherited = calls
        let environment = world.environment()
        let pipeline = HotplugPipeline(monitor: monitor, catalog: Self.catalog, environment: environment)
        let running = Task { @LoopActor in await pipeline.run() }
        // Ports may come before their stick.
        for port in Story.ports { monitor.tell.yield(.portAdded(port)) }
        monitor.tell.yield(.deviceAdded(Story.modem))
        #expect(await world.wait { calls[0].call != nil })
        #expect(calls[1].ends == 0)
        monitor.tell.yield(.settled)
        #expect(await world.wait { calls[1].ends == 1 })
        #expect(!world.ports.opened.contains { $0.name == "ttyUSB0" })
        monitor.tell.finish()
        await running.value
        #expect(calls[0].call?.hangUps == 1)
        #expect(calls[0].ends == 0)
    }

    @Test func theEndWaitsForSticksThatHaveLeftToLetGo() async throws {
        let monitor = ScriptedMonitor()
        let ports = SlowPorts()
        let world = ScriptedWorld()
        let environment = world.environment(serial: ports)
        let pipeline = HotplugPipeline(
            monitor: monitor, catalog: Self.catalog, environment: environment)
        var hasEnded = false
        let running = Task { @LoopActor in
            await pipeline.run()
            hasEnded = true
        }
        monitor.tell.yield(.deviceAdded(Story.modem))
        for port in Story.ports { monitor.tell.yield(.portAdded(port)) }
        #expect(await world.wait { ports.opened == 2 })
        monitor.tell.yield(.deviceRemoved(Story.modem.identity))
        monitor.tell.finish()
        #expect(await world.wait { ports.closing >= 2 })
        await world.pass(.seconds(5))
        #expect(!hasEnded)
        ports.letGo()
        await running.value
    }
}
