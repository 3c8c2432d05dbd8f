import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

@Suite(.eventLoop, .timeLimit(.minutes(1))) @LoopActor struct HotplugPipelineTests {
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

    @Test func theMethodThatWorkedBeforeIsTriedFirst() async {
        let monitor = ScriptedMonitor()
        let world = ScriptedWorld()
        let disc = USBInterface(
            number: 0, classCode: USBInterface.massStorage, subclass: 0x06, protocolCode: 0x50, bulkIn: 0x81,
            bulkOut: 0x01)
        let stick = USBDevice(
            identity: Story.storage.identity, usbID: Story.storage.usbID, interfaces: [disc],
            sysfsPath: "/sys/devices/x",
            node: "/dev/bus/usb/001/004", serial: "1234")
        world.switches.methods[StickKey(stick)] = "driver-release"
        let environment = ModemEnvironment(
            storage: world.storage, serial: world.ports, calls: world.calls, switches: world.switches,
            clock: world.clock, boottime: world.clock, wallClock: { 0 })
        let pipeline = HotplugPipeline(monitor: monitor, catalog: Self.catalog, environment: environment)
        let running = Task { @LoopActor in await pipeline.run() }
        monitor.tell.yield(.deviceAdded(stick))
        #expect(await world.wait { !world.storage.handles.isEmpty })
        #expect(world.storage.handles.first?.wrappers.isEmpty == true, "a driver that is released is sent nothing")
        monitor.tell.finish()
        await running.value
    }

    @Test func theEndWaitsForSticksThatHaveLeftToLetGo() async throws {
        let monitor = ScriptedMonitor()
        let ports = SlowPorts()
        let world = ScriptedWorld()
        let environment = ModemEnvironment(
            storage: world.storage, serial: ports, calls: world.calls, switches: world.switches,
            clock: world.clock, boottime: world.clock, wallClock: { 0 })
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
