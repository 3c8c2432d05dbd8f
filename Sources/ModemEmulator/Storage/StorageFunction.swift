import EventLoop

/// A mass-storage interface: bulk-only transport in front of SCSI units.
@LoopActor final class StorageFunction: USBFunction {
    let interface: UInt8
    var onReady: (@LoopActor (UInt8) -> Void)?
    /// The command that makes the stick turn has come, or the driver has let go.
    var onTrigger: (@LoopActor (String) -> Void)?

    private let input: UInt8
    private let output: UInt8
    private var transport = BulkOnlyTransport()
    private var target: SCSITarget
    private let log: EventLog
    private let clock: any Clock<Duration>
    private let driverRelease: Duration
    private let faults: Set<StickFault>
    private var distortion: StatusDistortion
    private var idle: Task<Void, Never>?
    private var hasTriggered = false
    private var logged: Set<String> = []

    init(
        _ layout: StickFamily.InterfaceLayout, target: SCSITarget, driverRelease: Duration, faults: Set<StickFault>,
        clock: any Clock<Duration>, log: EventLog
    ) {
        interface = layout.number
        input = layout.input
        output = layout.output
        self.target = target
        self.driverRelease = driverRelease
        self.faults = faults
        distortion = StatusDistortion(faults: faults)
        self.clock = clock
        self.log = log
    }

    var endpoints: [UInt8] { [input, output] }

    var halted: Set<UInt8> {
        var halted: Set<UInt8> = []
        if transport.inHalted { halted.insert(input) }
        if transport.outHalted { halted.insert(output) }
        return halted
    }

    func receive(_ data: [UInt8], endpoint: UInt8) -> OutAnswer {
        if faults.contains(.cloggedStorage) { return .later }
        let answer = transport.receive(data) { wrapper in
            note(wrapper)
            distortion.begin(wrapper, isOrder: target.isOrder(wrapper))
            return target.execute(wrapper)
        }
        if target.isTriggered { trigger("the switch command") }
        restartIdleTimer()
        onReady?(input)
        return answer
    }

    func produce(endpoint: UInt8, limit: Int) -> InAnswer? {
        let isStatus = transport.statusIsNext
        if isStatus && faults.contains(.silentStorage) { return nil }
        if isStatus && distortion.stalls() {
            log.write("stick: stalls in place of a status")
            transport.haltIn()
        }
        let answer = transport.produce(limit: limit)
        guard isStatus, case .data(let status) = answer else { return answer }
        return .data(distortion.told(status))
    }

    func handle(_ event: ControlEndpoint.Event) {
        switch event {
        case .configured(true): restartIdleTimer()
        case .configured(false), .lineState, .portReset: break
        case .haltCleared(let endpoint):
            transport.clearHalt(in: endpoint == input)
            onReady?(endpoint)
        case .storageReset:
            log.write("stick: storage reset")
            transport.reset()
        }
    }

    func detached() {
        idle?.cancel()
        idle = nil
    }

    /// What the stick may turn on is logged each time; of the rest, which comes by the hundred, each kind once.
    private func note(_ wrapper: CommandBlockWrapper) {
        let command = wrapper.command
        let name = SCSICommand.name(of: command)
        if wrapper.isEject {
            log.write("stick: eject received lun=\(wrapper.unit)")
        } else if target.isMessage(wrapper) {
            log.write("stick: switch message received lun=\(wrapper.unit)")
        } else if command.first == SCSICommand.preventAllowRemoval {
            log.write("stick: removal \(wrapper.allowsRemoval ? "allowed" : "prevented") lun=\(wrapper.unit)")
        } else if logged.insert("\(name) lun=\(wrapper.unit)").inserted {
            log.write("stick: scsi \(name) lun=\(wrapper.unit)")
        }
    }

    private func restartIdleTimer() {
        guard target.trigger == .driverRelease, target.units.contains(.disc), !hasTriggered else { return }
        idle?.cancel()
        idle = Task { @LoopActor [clock, driverRelease] in
            try? await clock.sleep(for: driverRelease)
            if Task.isCancelled { return }
            trigger("no SCSI command for \(driverRelease)")
        }
    }

    private func trigger(_ reason: String) {
        if hasTriggered { return }
        hasTriggered = true
        if faults.contains(.stubborn) { return log.write("stick: does not turn: \(reason)") }
        log.write("stick: turns: \(reason)")
        onTrigger?(reason)
    }
}
