import DeviceCatalog
import EventLoop
import TestSupport

@testable import ModemCore

/// The pipeline and its sticks in two physical ports, over scripted buses, ttys and calls, in any order.
@LoopActor final class PluggedWorld {
    private static let places = ["1-1", "1-2.3"]
    private static let times: [Duration] = [.milliseconds(1), .milliseconds(100), .seconds(3), .seconds(50)]
    /// What happened, for a person who has to repeat it.
    private(set) var log: [String] = []
    /// What was not as it should be.
    private(set) var faults: [String] = []

    private let monitor = ScriptedMonitor()
    private let ports: ScriptedPorts
    private let stick = ScriptedStick()
    private let storage = ScriptedStorage()
    private let calls = ScriptedCalls()
    private let clock = TestClock()
    private let pipeline: HotplugPipeline
    private var random: SeededRandom
    private var live: [String: Modem] = [:]
    private var present: [String: USBDevice] = [:]
    private var number: UInt16 = 1
    private var callers = 0
    private let borrower = Holder(":1.1")
    private var hasEnded = false

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
        ports = ScriptedPorts(stick)
        for command in ["AT+CFUN=4", "AT+CFUN=1", "AT+CFUN=1,1"] { stick.answers[command] = "\r\nOK\r\n" }
        let environment = ModemEnvironment(
            storage: storage, serial: ports, calls: calls, switches: ScriptedMemory(), usb: ScriptedUSB(),
            meter: ScriptedMeter(), clock: clock,
            boottime: clock, wallClock: { 1_700_000_000 })
        pipeline = HotplugPipeline(monitor: monitor, catalog: Self.catalog, environment: environment)
    }

    private static let catalog: DeviceCatalog = {
        let here = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        return DeviceCatalog.load(["/\(here)/data/devices"]).catalog
    }()

    /// Lives through `steps` random steps; then the sticks are pulled out, or the service ends.
    func live(steps: Int) async {
        Task { await self.pipeline.run() }
        Task {
            for await change in self.pipeline.changes { self.note(change) }
            self.hasEnded = true
        }
        for _ in 0..<steps { await step() }
        if Bool.random(using: &random) { await pullEverything() }
        monitor.end.finish()
        for _ in 0..<100 where !hasEnded { await pass(.seconds(1)) }
        if !hasEnded { faults.append("the service does not end") }
        await pass(.seconds(1))
        checkNothingIsHeld()
    }

    private func pullEverything() async {
        for place in Self.places { pull(place) }
        // Whoever has said that the machine is about to sleep says that it is awake, also if it never slept.
        pipeline.resumed()
        await pass(.seconds(200))
        // More than a switch and the wait for a comeback.
        if !live.isEmpty { faults.append("a stick that was pulled out is still there: \(live.keys.sorted())") }
    }

    private func checkNothingIsHeld() {
        if !live.isEmpty { faults.append("not removed: \(live.keys.sorted())") }
        if callers > 0 { faults.append("\(callers) callers were never answered") }
        for port in ports.opened where !port.isClosed { faults.append("\(port.name) is still open") }
        for handle in storage.handles where !handle.isClosed { faults.append("storage is still claimed") }
        for call in calls.all where call.hangUps == 0 && !call.hasEnded { faults.append("a call goes on") }
        if clock.sleeperCount > 0 { faults.append("\(clock.sleeperCount) timers are still set") }
    }

    private func note(_ change: ModemChange) {
        switch change {
        case .added(let modem):
            if live[modem.physicalPort] != nil { faults.append("two objects for \(modem.physicalPort)") }
            live[modem.physicalPort] = modem
        case .changed(let modem, let snapshot):
            if live[modem.physicalPort] !== modem {
                faults.append("\(modem.physicalPort) changed while it was not there")
            }
            if snapshot.reason == .portsBusy { faults.append("\(modem.physicalPort) opened a port twice") }
        case .removed(let modem):
            if live[modem.physicalPort] !== modem { faults.append("\(modem.physicalPort) was removed twice") }
            live[modem.physicalPort] = nil
        case .settled: break
        }
    }

    /// Lets everything else have its turns, and time pass in between.
    private func pass(_ time: Duration) async {
        let slices = 20
        for _ in 0..<slices {
            for _ in 0..<20 { await Task.yield() }
            clock.advance(by: time / slices)
        }
    }
}

// Steps.
extension PluggedWorld {
    private func step() async {
        let place = Self.places[Int.random(in: 0..<Self.places.count, using: &random)]
        switch Int.random(in: 0..<22, using: &random) {
        case 0: plug(place, product: 0x2000)
        case 1, 2, 3: plug(place, product: 0x0001)
        case 4: plug(place, product: 0xfff0)
        case 5: pull(place)
        case 6: said("port again at \(place)", .portAdded(port(0, at: place)))
        case 7: ask(place, "connect") { _ = try await $0.connect(ConnectSettings()) }
        case 8: ask(place, "disconnect") { try await $0.disconnect() }
        case 9: ask(place, "switch") { try await $0.switchMode() }
        case 10: tell("call up") { $0.tell.yield(.up(ScriptedCall.address)) }
        case 11: tell("call ends") { $0.end() }
        case 13: ask(place, "radio off") { try await $0.enable(false) }
        case 14: ask(place, "radio on") { try await $0.enable(true) }
        case 15: ask(place, "reset") { try await $0.reset(.modem) }
        case 16: ask(place, "inhibit") { [borrower] in try await $0.lendPorts(to: borrower) }
        case 18:
            let options = try? SwitchOptions(target: "storage")
            ask(place, "switch back") { try await $0.switchMode(options ?? .plain) }
        case 17:
            log.append("the borrower leaves")
            for modem in live.values { modem.holderLeft(borrower) }
        case 19:
            log.append("the machine is about to sleep")
            callers += 1
            Task { @LoopActor in
                await self.pipeline.prepareForSleep()
                self.callers -= 1
            }
        case 20:
            log.append("the machine is awake")
            pipeline.resumed()
        case 12:
            log.append("a port hangs up")
            ports.opened.randomElement(using: &random)?.hangUp()
        default:
            let time = Self.times.randomElement(using: &random) ?? .zero
            log.append("\(time) pass")
            await pass(time)
        }
        for _ in 0..<Int.random(in: 0...40, using: &random) { await Task.yield() }
    }

    private func said(_ text: String, _ event: DeviceEvent) {
        log.append(text)
        monitor.end.yield(event)
    }

    private func plug(_ place: String, product: UInt16) {
        // Sometimes its departure is not noticed; that of its ports is.
        if Bool.random(using: &random) { pull(place) } else { removePorts(of: place) }
        number += 1
        let isStorage = product == 0x2000
        let interfaces = (0..<(isStorage ? 1 : 3)).map { index in
            USBInterface(
                number: UInt8(index), classCode: isStorage ? 0x08 : 0xff, subclass: isStorage ? 0x06 : 0xff,
                protocolCode: isStorage ? 0x50 : 0xff, bulkIn: 0x81 + UInt8(index), bulkOut: 1 + UInt8(index))
        }
        let device = USBDevice(
            identity: .init(physicalPort: place, busNumber: 1, deviceNumber: number),
            usbID: USBID(vendor: 0x19d2, product: product), interfaces: interfaces, sysfsPath: "/sys/\(place)",
            node: "/dev/bus/usb/001/\(number)")
        present[place] = device
        said("plug \(device.usbID) at \(place) as \(number)", .deviceAdded(device))
        if product == 1 { for index in 0..<3 { said("port \(index) at \(place)", .portAdded(port(index, at: place))) } }
    }

    private func pull(_ place: String) {
        guard let device = present[place] else { return }
        removePorts(of: place)
        present[place] = nil
        said("pull \(place)", .deviceRemoved(device.identity))
    }

    private func removePorts(of place: String) {
        for index in 0..<3 { monitor.end.yield(.portRemoved(port(index, at: place))) }
    }

    /// A tty that is still open keeps its number: the next presence has others.
    private func port(_ index: Int, at place: String) -> TTYPort {
        let node = Int(present[place]?.identity.deviceNumber ?? 0) * 3 + index
        return TTYPort(
            node: "ttyUSB\(node)", interfaceNumber: UInt8(index), physicalPort: place, driver: "option",
            deviceNumber: 0xbc00 + UInt64(node))
    }

    private func ask(_ place: String, _ what: String, _ request: @escaping @LoopActor (Modem) async throws -> Void) {
        guard let modem = live[place] else { return }
        log.append("\(what) at \(place)")
        callers += 1
        Task { @LoopActor in
            try? await request(modem)
            self.callers -= 1
        }
    }

    private func tell(_ what: String, _ event: (ScriptedCall) -> Void) {
        guard let call = calls.all.randomElement(using: &random) else { return }
        log.append(what)
        event(call)
    }
}

@LoopActor private final class ScriptedMonitor: DeviceMonitor {
    let events: AsyncStream<DeviceEvent>
    let end: AsyncStream<DeviceEvent>.Continuation

    init() { (events, end) = AsyncStream.makeStream() }

    func rescan() { end.yield(.settled) }
}
