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
        didSet {
            if snapshot.state != oldValue.state { watchState() }
            if snapshot != oldValue, !hasLeft { onChange(.changed(self, snapshot)) }
        }
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
    /// Who takes and sends its messages.
    weak var messages: MessageExchange?
    /// What an administrator sends may change what the stick was told.
    var directCommandCount = 0
    var hasSpentUncountedTry = false
    /// The last stored PIN that went to a SIM in this stick, and to which.
    var sentStoredPIN: (pin: PIN, card: String)?
    var identityWork: Task<Result<SIMIdentity, ModemError>, Never>?
    /// Somebody scans or chooses a network or technology: one at a time.
    var isRadioTaken = false
    var scanWork: Task<Result<[OperatorOffer], ATError>, Never>?
    var signalWishes: [Holder: SignalInterval] = [:]
    /// What this stick did not answer when it was asked for it.
    var refusedDetails: Set<NetworkDetail> = []
    /// Answered the probe and then nothing more.
    var distrustedPort: TTYPort?
    /// What was found out about its ports; elsewhere the catalogue's word counts.
    private(set) var foundRoles = FoundRoles()
    /// What names lead to.
    var linked: LinkedPorts?
    /// What is known of why the network refused the stick when it last did, a sentence; empty if nothing is.
    var denial = ""
    /// By which of the known numbers the call under way was made.
    var dialled: DialNumber?
    /// Who was at the ports when they could not be opened.
    var portHolders: [PortHolder] = []
    /// A call of an earlier run of the service, until it is carried on or ended.
    var inherited: (call: any InheritedCall, port: TTYPort)?
    /// The call that is up was not made by us.
    private(set) var isCallInherited = false
    /// The stick has said which messages it holds; until then some do nothing but announce them.
    var hasReadMessageStorage = false
    private(set) lazy var ussd = USSDSession(self)
    private var machine = StateMachine()
    /// Nothing is reported of a stick after its removal.
    private var hasLeft = false
    private let onChange: @LoopActor (ModemChange) -> Void
    private var timers: [StateMachine.Timer: Task<Void, Never>] = [:]
    private var waiting: [StateMachine.Request.Kind: [CheckedContinuation<ModemError?, Never>]] = [:]
    private var switchStep: SwitchStep?
    /// Steps on the USB interface, one after the other: a step must have let go before the next one claims.
    private var switchWork: Task<Void, Never>?
    /// Of the way back: an earlier step says nothing about the one under way.
    private var returnStep = 0
    /// Probing, reading, watching: ends with the presence of the stick.
    private var portWork: Task<Void, Never>?
    private var callWork: Task<Void, Never>?
    private var functionWork: Task<Void, Never>?
    private var releases: Task<Void, Never>?
    let account: Undertakings.Account
    /// The state it is in, if that has to pass.
    var passage: Undertakings.Ticket?

    init(physicalPort: String, environment: ModemEnvironment, onChange: @escaping @LoopActor (ModemChange) -> Void) {
        self.physicalPort = physicalPort
        self.environment = environment
        self.onChange = onChange
        account = Undertakings.Account(environment.undertakings, owner: physicalPort)
        snapshot = ModemSnapshot(physicalPort: physicalPort)
    }

    // MARK: Requests

    /// Brings a call up, from whatever state; returns its address.
    ///
    /// What is wanted stays wanted when the caller goes away: only ``disconnect()``, failure or unplug end it.
    package func connect(_ settings: ConnectSettings) async throws(ModemError) -> CallAddress {
        try await refuseIfMounted()
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
        case .refused(let error): throw withCause(error)
        case .wait:
            let error = await withCheckedContinuation { continuation in
                waiting[request.kind, default: []].append(continuation)
                perform(actions)
            }
            if let error { throw error }
        }
    }

    /// Takes back what was to last as long as the holder: its wish for the signal, its dialogue with the network, and the
    /// ports it has borrowed.
    package func holderLeft(_ holder: Holder) {
        setSignalInterval(nil, for: holder)
        ussd.holderLeft(holder)
        feed(.holderLeft(holder))
    }

    /// What is in the port now, not what was there before.
    var occupant: HotplugPipeline.StateMachine.Occupant {
        .init(
            identity: machine.presence.device?.identity, state: snapshot.state, switchAttempts: snapshot.switchAttempts,
            isStartingAnew: machine.isStartingAnew || machine.isRestartSent)
    }

    /// What is in the port now.
    var presentDevice: USBDevice? { machine.presence.device }

    var device: USBDevice.Identity? { presentDevice?.identity }

    // MARK: Events and actions

    /// The one entry for whatever happened.
    func feed(_ event: StateMachine.Event) {
        perform(machine.handle(event))
    }

    private func perform(_ actions: [StateMachine.Action]) {
        // Who sees that there is a call sees its address, too.
        if actions.contains(.carryOn) { showInherited() }
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
        case .returnToStorage(let way, let device): returnToStorage(way, device)
        case .start(let timer, let limit): start(timer, limit)
        case .stop(let timer): timers.removeValue(forKey: timer)?.cancel()
        case .probe(let ports, let map):
            let previous = releases
            portWork = Task {
                await previous?.value
                await self.probe(ports, map)
            }
        case .askDriver(let usbID, let reference): askDriver(usbID, like: reference)
        case .initialise: portWork = Task { await self.initialise() }
        case .enterPIN(let pin): portWork = Task { await self.tryPIN(pin) }
        case .dial(let settings): callWork = Task { await self.runCall(settings) }
        case .hangUp: callWork?.cancel()
        case .carryOn: carryOn()
        case .endInherited: endInherited()
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
        account.end(passage)
        removeLinks()
        onChange(.removed(self))
    }

    private func answer(_ kind: StateMachine.Request.Kind, _ error: ModemError?) {
        let error = error.map(withCause)
        for continuation in waiting.removeValue(forKey: kind) ?? [] { continuation.resume(returning: error) }
    }

    private func start(_ timer: StateMachine.Timer, _ limit: Duration) {
        timers[timer]?.cancel()
        // Only an absence is used up by a suspend; what a stick that is there had to do it could not do meanwhile.
        let clock = timer == .comeback ? environment.boottime : environment.clock
        timers[timer] = Task { [weak self] in
            guard (try? await clock.sleep(for: limit)) != nil, !Task.isCancelled else { return }
            self?.feed(.expired(timer))
        }
    }

    // MARK: Calls

    private func carryOn() {
        guard let call = inherited?.call else { return }
        (inherited, isCallInherited) = (nil, true)
        callWork = Task {
            await self.carryOn(call)
            self.isCallInherited = false
        }
    }

    /// The ports are opened when that is done.
    func endInherited() {
        guard let call = inherited?.call else { return }
        inherited = nil
        let previous = releases
        releases = Task {
            await previous?.value
            await call.end()
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

    /// One step after the other, and when nothing of the stick is open any more.
    private func returnToStorage(_ way: StorageReturn.Way, _ device: USBDevice) {
        let (step, ports) = (switchWork, releases)
        returnStep += 1
        let number = returnStep
        switchWork = Task { [weak self, usb = environment.usb] in
            await step?.value
            await ports?.value
            let event: StateMachine.Event
            do throws(StorageError) {
                switch way {
                case .reset: try await usb.reset(device)
                case .reauthorisation: try await usb.reauthorise(device)
                }
                event = .returnPerformed(way)
            } catch {
                event = .returnNotPerformed(way, error)
            }
            if let self, returnStep == number { feed(event) }
        }
    }

    // MARK: The driver

    /// What is answered of a stick that has left meanwhile is no news of the next one.
    private func askDriver(_ usbID: USBID, like reference: USBID?) {
        let asked = device
        Task {
            let answer = await environment.drivers.adopt(usbID, like: reference)
            if device == asked { feed(.driverAnswered(answer)) }
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
        let leavingMessages = machine.isGone ? nil : messages
        (portWork, callWork, functionWork, self.link) = (nil, nil, nil, nil)
        ussd.portsClosed()
        if !machine.isGone { forgetPorts() }
        releases = Task {
            await previous?.value
            // Without an answer nobody knows whether a message was sent.
            await leavingMessages?.waitUntilHandedOver()
            // Whoever waits for an answer is told at once. The port of a call stays open until pppd has left it.
            if call == nil { await link?.close() } else { await link?.closeControl() }
            await work?.value
            await call?.value
            await function?.value
            await link?.close()
        }
    }

    /// What the bus and the switch have told of the stick.
    var findings: StickFindings {
        StickFindings(
            presence: machine.presence, disc: machine.disc, method: machine.lastSwitch?.method, ports: machine.ports,
            roles: snapshot.ports, model: snapshot.identity.model)
    }

    /// Before the machine sleeps: returns when the call is over and everything closed. Who waits for something is told.
    func prepareForSleep() async {
        try? await request(.suspend)
        await waitUntilReleased()
    }

    /// The call, if there is one, ends because of that.
    var isGoingToSleep: Bool { machine.isSuspending }
    var quirks: Set<Quirk> { machine.quirks }
    var pinOfWantedCall: PIN? { machine.wantedCall?.pin }
    var storedPINOfWantedCall: PIN? { machine.wantedCall?.storedPIN }

    /// Closes a port that does not answer beside what goes on: one that takes no output keeps its last close for half a
    /// minute, and the others need not wait for that. Whatever is opened anew does.
    func closeAside(_ channel: ATChannel) {
        let previous = releases
        releases = Task {
            await previous?.value
            await channel.close()
        }
    }

    /// Whether somebody has turned the radio off.
    var isRadioWanted: Bool { machine.isRadioWanted }

    /// What only open ports can tell is not known any more.
    private func forgetPorts() {
        var next = snapshot
        (next.sim, next.network, next.primaryPort, next.canSendMessages) = (nil, nil, "", false)
        snapshot = next
    }

    /// The daemon ends: hang up, close, answer whoever waits.
    func shutDown() async {
        await messages?.waitUntilHandedOver()
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
        machine.describePresence(in: &next, found: foundRoles)
        next.explanation = machine.explanation(portHolders) ?? explanation(of: machine.reason)
        snapshot = next
        reviewLinks()
    }

    func note(_ roles: [UInt8: PortRole?]) {
        foundRoles.note(roles, of: device)
        showState()
    }
}
