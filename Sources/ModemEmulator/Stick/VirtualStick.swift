package import EventLoop
internal import Glibc

/// The whole stick: on the bus as a CD-ROM, off it, back as a modem.
@LoopActor package final class VirtualStick {
    package struct Options: Sendable {
        package var family = StickFamily.mf622
        /// nil: the one of the family.
        package var trigger: SwitchTrigger?
        /// Switches that come back as the CD-ROM once more.
        package var bounces = 0
        /// It never is a CD-ROM, as a stick whose owner has turned that off with AT+ZCDRUN=8.
        package var isAlwaysModem = false
        /// What a reset of its port makes of the modem.
        package var resetReturns = ResetReturn.storage
        package var faults: Set<StickFault> = []
        /// Its product id as a modem, where that is another than the family's.
        package var modemProduct: UInt16?
        package var timing = StickTiming()
        package init() {}
    }

    package let modem: VirtualModem
    let options: Options
    let log: EventLog
    private let attacher: any Attacher
    private let clock: any Clock<Duration>
    private var lifecycle: StickLifecycle
    private var connection: USBIPConnection?
    private var timer: Task<Void, Never>?
    private var isBusy = false
    private var waiting: [(StickLifecycle.Event, CheckedContinuation<EmulatorError?, Never>)] = []

    /// `state` is what the modem knows when it comes out of the box.
    package init(
        options: Options, state: StickState, attacher: any Attacher, clock: any Clock<Duration>, log: EventLog,
        makePeer: @escaping @LoopActor () -> any CallPeer
    ) {
        self.options = options
        self.attacher = attacher
        self.clock = clock
        self.log = log
        lifecycle = StickLifecycle(
            bounces: options.bounces, afterReset: options.resetReturns == .storage ? .storage : nil)
        modem = VirtualModem(
            state: state, ports: options.family.portNames, timing: options.timing, clock: clock, log: log,
            makePeer: makePeer)
        if options.isAlwaysModem { modem.state.showsDisc = false }
        modem.isHung = options.faults.contains(.hung)
        modem.isClogged = options.faults.contains(.clogged)
        modem.onReboot = { [weak self] in self?.post(.reboot) }
    }

    // MARK: For the program and the control socket

    /// Returns when the host has taken the stick.
    package func plug() async throws(EmulatorError) { try await process(.plug) }

    /// Returns when the stick is off the bus. A call that was up is cleared away later: ``VirtualModem/finished()``.
    package func unplug() async throws(EmulatorError) { try await process(.unplug) }

    /// As if power had failed for a moment; returns when the stick is about to leave.
    package func reboot() async throws(EmulatorError) { try await process(.reboot) }

    package var isPlugged: Bool { lifecycle.isPlugged }

    /// One line of JSON.
    package var status: String {
        modem.status(
            extra: [
                ("state", lifecycle.name), ("family", options.family.rawValue),
                ("port", attacher.port.map(String.init) ?? ""), ("imei", modem.state.identity.imei),
            ])
    }

    // MARK: Events, one after the other

    private func post(_ event: StickLifecycle.Event) {
        Task { @LoopActor in
            do throws(EmulatorError) { try await process(event) } catch { log.write("stick: \(error)") }
        }
    }

    private func process(_ event: StickLifecycle.Event) async throws(EmulatorError) {
        let error = await withCheckedContinuation { continuation in
            waiting.append((event, continuation))
            if !isBusy { Task { @LoopActor in await work() } }
            isBusy = true
        }
        if let error { throw error }
    }

    // Attaching waits for the host; what happens meanwhile has to wait for it.
    private func work() async {
        while !waiting.isEmpty {
            let (event, continuation) = waiting.removeFirst()
            var failure: EmulatorError?
            do throws(EmulatorError) {
                lifecycle.home = modem.state.showsDisc ? .storage : .modem
                for action in lifecycle.handle(event) { try await run(action) }
            } catch {
                failure = error
                // Half a plug is none.
                for action in lifecycle.handle(.unplug) { try? await run(action) }
            }
            continuation.resume(returning: failure)
        }
        isBusy = false
    }

    private func run(_ action: StickLifecycle.Action) async throws(EmulatorError) {
        switch action {
        case .attach(let mode): try await attach(mode)
        case .detach: detach()
        case .become: becomeStorage()
        case .wait(let wait): startTimer(wait == .leave ? options.timing.leave : options.timing.offBus)
        case .stopWaiting: timer?.cancel()
        }
    }

    private func attach(_ mode: StickLifecycle.Mode) async throws(EmulatorError) {
        let device = mode == .storage ? storageDevice() : modemDevice()
        let socket = try await attacher.attach(at: options.family.model.speed)
        do throws(SystemError) {
            connection = try USBIPConnection(socket: socket, face: device) { [weak self] reason in
                self?.log.write("stick: off the bus: \(reason)")
                self?.post(.lost)
            }
        } catch {
            _ = close(socket)
            throw .system(error)
        }
        device.onEvent = { [weak self] event in self?.hostDid(event) }
        log.write("stick: on the bus as \(mode.rawValue)\(attacher.port.map { " port=\($0)" } ?? "")")
        if mode == .modem { modem.powerOn() }
    }

    private func detach() {
        guard let connection else { return }
        connection.close()
        self.connection = nil
        modem.powerOff()
        log.write("stick: off the bus")
    }

    private func hostDid(_ event: ControlEndpoint.Event) {
        switch event {
        case .configured(false): post(.unconfigured)
        case .portReset:
            log.write("stick: port reset")
            // At once: the host reads the descriptors next.
            lifecycle.home = modem.state.showsDisc ? .storage : .modem
            for case .become in lifecycle.handle(.portReset) { becomeStorage() }
        case .configured(true), .lineState, .haltCleared, .storageReset: break
        }
    }

    private func becomeStorage() {
        let device = storageDevice()
        device.onEvent = { [weak self] event in self?.hostDid(event) }
        connection?.become(device)
        modem.powerOff()
        log.write("stick: on the bus as storage, after a reset")
    }

    private func startTimer(_ duration: Duration) {
        timer = Task { @LoopActor [clock] in
            try? await clock.sleep(for: duration)
            if !Task.isCancelled { post(.timeIsUp) }
        }
    }

    // MARK: Faces

    private func storageDevice() -> CompositeDevice {
        let model = options.family.model
        let target = SCSITarget(
            units: [.disc, .emptySlot], trigger: options.trigger ?? model.trigger, message: model.message,
            name: model.discName)
        let functions = model.disc.layout.map { storageFunction($0, target) }
        for function in functions { function.onTrigger = { [weak self] _ in self?.post(.triggered) } }
        let description = options.family.storageDescription.distorted(by: options.faults)
        return CompositeDevice(description, functions: functions, lastLogicalUnit: 1)
    }

    private func modemDevice() -> CompositeDevice {
        var ports = modem.ports[...]
        let functions: [any USBFunction] = options.family.modemLayout.compactMap { layout in
            switch layout.function {
            case .storage: return storageFunction(layout, SCSITarget(units: [.emptySlot], trigger: .never))
            case .qmi, .ethernet: return SilentFunction(layout)
            case .port: return ports.popFirst().map { SerialFunction(layout, port: $0) }
            }
        }
        var description = options.family.modemDescription.distorted(by: options.faults)
        if let product = options.modemProduct { description.product = product }
        return CompositeDevice(description, functions: functions, lastLogicalUnit: 0)
    }

    private func storageFunction(_ layout: StickFamily.InterfaceLayout, _ target: SCSITarget) -> StorageFunction {
        StorageFunction(
            layout, target: target, driverRelease: options.timing.driverRelease, faults: options.faults, clock: clock,
            log: log)
    }
}
