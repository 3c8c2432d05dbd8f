internal import ATProtocol
internal import DeviceCatalog
package import EventLoop

/// One stick in one physical port, from the plug to the unplug: does what its state machine decides.
///
/// Work runs in tasks of its own that catch their own errors and report them as events; nothing else changes the state.
@LoopActor package final class Modem {
    package nonisolated let physicalPort: String
    /// What is known now. Every change of it goes out through the pipeline's stream.
    package internal(set) var snapshot: ModemSnapshot {
        didSet { if snapshot != oldValue, !hasLeft { onChange(.changed(self, snapshot)) } }
    }

    let environment: ModemEnvironment
    /// The ports that answer commands; nil while the stick has none.
    var link: ModemLink?
    /// IMSI; read to tell the home network, never shown.
    var subscriberIdentity: String?
    /// ICCID; read to tell which card it is, never shown.
    var cardIdentity: String?
    /// Somebody sends a PIN, a PUK or a command about them: one at a time, each wrong one costs a try.
    var isSIMTaken = false
    var hasSpentUncountedTry = false
    var identityWork: Task<Result<SIMIdentity, ModemError>, Never>?
    /// Somebody scans or chooses a network or technology: one at a time.
    var isRadioTaken = false
    var scanWork: Task<Result<[OperatorOffer], ATError>, Never>?
    var signalWishes: [Holder: SignalInterval] = [:]
    /// What this stick did not answer when it was asked for it.
    var refusedDetails: Set<NetworkDetail> = []
    /// Answered the probe and then nothing more.
    var distrustedPort: TTYPort?
    private var machine = StateMachine()
    /// Nothing is reported of a stick after its removal.
    private var hasLeft = false
    private let onChange: @LoopActor (ModemChange) -> Void
    private var timers: [StateMachine.Timer: Task<Void, Never>] = [:]
    private var waiting: [StateMachine.Request.Kind: [CheckedContinuation<ModemError?, Never>]] = [:]
    private var switchStep: SwitchStep?
    /// Steps on the USB interface, one after the other: a step must have let go before the next one claims.
    private var switchWork: Task<Void, Never>?
    /// Probing, reading, watching: ends with the presence of the stick.
    private var portWork: Task<Void, Never>?
    private var callWork: Task<Void, Never>?
    private var functionWork: Task<Void, Never>?
    private var releases: Task<Void, Never>?

    init(physicalPort: String, environment: ModemEnvironment, onChange: @escaping @LoopActor (ModemChange) -> Void) {
        self.physicalPort = physicalPort
        self.environment = environment
        self.onChange = onChange
        snapshot = ModemSnapshot(physicalPort: physicalPort)
    }

    // MARK: Requests

    /// Turns a CD-ROM into a modem; returns when it is one. A stick that is one already is left alone.
    package func switchMode() async throws(ModemError) { try await request(.switch) }

    /// Brings a call up, from whatever state; returns its address.
    ///
    /// What is wanted stays wanted when the caller goes away: only ``disconnect()``, failure or unplug end it.
    package func connect(_ settings: ConnectSettings) async throws(ModemError) -> CallAddress {
        try await request(.connect(settings))
        guard let address = snapshot.connection?.address else { throw .callFailed(.hangUp) }
        return address
    }

    /// Ends the call, or the wish for one; returns when pppd is gone. Nothing to end is no error.
    package func disconnect() async throws(ModemError) { try await request(.disconnect) }

    func request(_ request: StateMachine.Request) async throws(ModemError) {
        let (admission, actions) = machine.request(request)
        switch admission {
        case .done: perform(actions)
        case .refused(let error): throw error
        case .wait:
            let error = await withCheckedContinuation { continuation in
                waiting[request.kind, default: []].append(continuation)
                perform(actions)
            }
            if let error { throw error }
        }
    }

    /// Whether it was told to leave the bus and come back.
    var isStartingAnew: Bool { machine.isStartingAnew || machine.isRestartSent }

    /// Takes back what was to last as long as the holder: its wish for the signal, and the ports it has borrowed.
    package func holderLeft(_ holder: Holder) {
        setSignalInterval(nil, for: holder)
        feed(.holderLeft(holder))
    }

    /// Whether this is what is in the port now, not what was there before.
    func isPresent(_ identity: USBDevice.Identity) -> Bool { machine.presence.device?.identity == identity }

    // MARK: Events and actions

    /// The one entry for whatever happened.
    func feed(_ event: StateMachine.Event) {
        perform(machine.handle(event))
    }

    private func perform(_ actions: [StateMachine.Action]) {
        showState()
        for action in actions { perform(action) }
        if machine.isGone { return }
        showState()
    }

    private func perform(_ action: StateMachine.Action) {
        switch action {
        case .performSwitch(let method, let device): performSwitch(method, on: device)
        case .rememberSwitch(let method, let stick): environment.switches.remember(method.name, for: stick)
        case .letGo: letGo()
        case .start(let timer, let limit): start(timer, limit)
        case .stop(let timer): timers.removeValue(forKey: timer)?.cancel()
        case .probe(let ports, let map):
            let previous = releases
            portWork = Task {
                await previous?.value
                await self.probe(ports, map)
            }
        case .initialise: portWork = Task { await self.initialise() }
        case .enterPIN(let pin): portWork = Task { await self.tryPIN(pin) }
        case .dial(let settings): callWork = Task { await self.runCall(settings) }
        case .hangUp: callWork?.cancel()
        case .setFunction(let change): functionWork = Task { await self.setFunction(change) }
        case .lend:
            let previous = releases
            portWork = Task {
                await previous?.value
                self.report(.lent)
            }
        case .release: release()
        case .answer(let kind, let error): answer(kind, error)
        case .leave: leave()
        }
    }

    private func leave() {
        guard !hasLeft else { return }
        hasLeft = true
        onChange(.removed(self))
    }

    private func answer(_ kind: StateMachine.Request.Kind, _ error: ModemError?) {
        for continuation in waiting.removeValue(forKey: kind) ?? [] { continuation.resume(returning: error) }
    }

    private func start(_ timer: StateMachine.Timer, _ limit: Duration) {
        timers[timer]?.cancel()
        let clock = timer == .comeback || timer == .switchTotal ? environment.boottime : environment.clock
        timers[timer] = Task { [weak self] in
            guard (try? await clock.sleep(for: limit)) != nil, !Task.isCancelled else { return }
            self?.feed(.expired(timer))
        }
    }

    // MARK: Switching

    private func performSwitch(_ method: SwitchMethod, on device: USBDevice) {
        let previous = switchWork
        let step = SwitchStep(transport: environment.storage)
        switchStep = step
        switchWork = Task { [weak self] in
            await previous?.value
            do throws(StorageError) {
                try await step.perform(method, on: device)
                self?.report(.switchPerformed, of: step)
            } catch {
                self?.report(.switchNotPerformed(error), of: step)
            }
        }
    }

    /// A step that was let go of in between says nothing about the one that followed it.
    private func report(_ event: StateMachine.Event, of step: SwitchStep) {
        if switchStep === step { feed(event) }
    }

    private func letGo() {
        guard let step = switchStep else { return }
        switchStep = nil
        let previous = switchWork
        switchWork = Task {
            await previous?.value
            await step.letGo()
        }
    }

    // MARK: Leaving

    /// Closes what belongs to this presence of the stick. Later work waits for it in ``settleReleases()``.
    private func release() {
        portWork?.cancel()
        callWork?.cancel()
        functionWork?.cancel()
        let (work, call, function) = (portWork, callWork, functionWork)
        let (link, previous) = (self.link, releases)
        (portWork, callWork, functionWork, self.link) = (nil, nil, nil, nil)
        if !machine.isGone { forgetPorts() }
        releases = Task {
            await previous?.value
            // Whoever waits for an answer is told at once. The port of a call stays open until pppd has left it.
            if call == nil { await link?.close() } else { await link?.closeControl() }
            await work?.value
            await call?.value
            await function?.value
            await link?.close()
        }
    }

    /// Whether somebody has turned the radio off.
    var isRadioWanted: Bool { machine.isRadioWanted }

    /// What only open ports can tell is not known any more.
    private func forgetPorts() {
        var next = snapshot
        (next.sim, next.network, next.primaryPort) = (nil, nil, "")
        snapshot = next
    }

    /// The daemon ends: hang up, close, answer whoever waits.
    func shutDown() async {
        perform(machine.left(answering: .aborted))
        await waitUntilReleased()
    }

    /// Returns when calls are hung up and ports and USB interfaces are let go of.
    func waitUntilReleased() async {
        await releases?.value
        await switchWork?.value
    }

    // MARK: What the bus shows

    private func showState() {
        if machine.isGone { return }
        var next = snapshot
        next.state = machine.state
        next.reason = machine.reason
        if let (method, attempts) = machine.lastSwitch {
            next.switchMethod = method.name
            next.switchAttempts = UInt32(clamping: attempts)
        }
        machine.describePresence(in: &next)
        snapshot = next
    }
}
