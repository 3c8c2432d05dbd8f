package import DeviceCatalog
package import EventLoop

/// From device events to modems: one per physical port, from the plug to the unplug.
///
/// ``run()`` lives as long as the daemon. Events go down here, once; snapshots come up through ``changes``, once.
@LoopActor package final class HotplugPipeline {
    /// More sticks than this are ignored: a hub full of hostile devices must not use up the machine.
    package static let modemLimit = 128

    /// For one consumer. Unbounded: a lost removal would leave a ghost on the bus.
    package nonisolated let changes: AsyncStream<ModemChange>
    /// How many there have been.
    package private(set) var changeCount: UInt64 = 0

    /// What is wanted of the sticks.
    package let keeper: ConnectionKeeper
    private let monitor: any DeviceMonitor
    /// What is known of sticks.
    package var catalog: DeviceCatalog { machine.catalog }
    private let environment: ModemEnvironment
    private let continuation: AsyncStream<ModemChange>.Continuation
    private var modems: [String: Modem] = [:]
    /// Sticks that have left and are still letting go of what they had, and calls that nobody wants and that end.
    private var departures: [ObjectIdentifier: Task<Void, Never>] = [:]
    /// Calls of an earlier run of the service whose sticks have not been seen yet, by the tty.
    private var inherited: [String: any InheritedCall] = [:]
    private var machine: StateMachine
    /// Sticks wait for the next comparison with what is there.
    private var isWaking = false
    /// Since this was made.
    private let elapsed: () -> Duration

    /// - Parameter switchesByItself: false for sticks that stay CD-ROMs until somebody asks for the modem, all of them.
    package init(
        monitor: any DeviceMonitor, catalog: DeviceCatalog, environment: ModemEnvironment,
        profiles: ProfileBook? = nil, switchesByItself: Bool = true
    ) {
        self.monitor = monitor
        machine = StateMachine(catalog: catalog, switchesByItself: switchesByItself)
        self.environment = environment
        keeper = ConnectionKeeper(environment: environment, profiles: profiles)
        elapsed = Self.stopwatch(environment.boottime)
        (changes, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    private static func stopwatch(_ clock: some Clock<Duration>) -> () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    /// Serves events until cancelled, then lets go of every stick: calls hung up, ports closed.
    package func run() async {
        await takeOver()
        for await event in monitor.events { handle(event) }
        // All at once: each may have a pppd that takes its five seconds.
        let endings = modems.values.map { modem in Task { await modem.shutDown() } }
        for ending in endings { await ending.value }
        for departure in departures.values { await departure.value }
        continuation.finish()
    }

    /// Looks at the machine again, as `ScanDevices` asks.
    package func rescan() { monitor.rescan() }

    /// Before the machine sleeps: returns when calls are over and nothing of a stick is open any more.
    package func prepareForSleep() async {
        keeper.suspend()
        let preparations = modems.values.map { modem in Task { await modem.prepareForSleep() } }
        for preparation in preparations { await preparation.value }
    }

    /// The machine is awake. First what has gone or is another thing now is noticed, then the others go on.
    package func resumed() {
        isWaking = true
        monitor.rescan()
    }

    /// For sticks that are plugged in from now on; one that is there keeps what was known when it came.
    /// - Parameter switchesByItself: nil: as before.
    package func setRules(_ catalog: DeviceCatalog, switchesByItself: Bool? = nil) {
        machine.catalog = catalog
        if let switchesByItself { machine.switchesByItself = switchesByItself }
    }

    // MARK: Calls of an earlier run

    /// Before anything is known of the sticks: the port of a call must not be opened.
    private func takeOver() async {
        for call in await environment.calls.inheritedCalls() { inherited[call.node] = call }
    }

    /// Whose stick has not been seen by now has none.
    private func endUnmatched() {
        for call in inherited.values { end(call) }
        inherited = [:]
    }

    private func end(_ call: any InheritedCall) {
        let id = ObjectIdentifier(call)
        departures[id] = Task {
            await call.end()
            departures[id] = nil
        }
    }

    private func feed(_ event: Modem.StateMachine.Event, to modem: Modem) {
        if case .portAdded(let port) = event, let call = inherited.removeValue(forKey: port.node) {
            modem.inherit(call, on: port)
        }
        modem.feed(event)
    }

    private func wakeUp() {
        guard isWaking else { return }
        isWaking = false
        for modem in modems.values { modem.feed(.resumed) }
        keeper.resume()
    }

    private func handle(_ event: DeviceEvent) {
        switch event {
        case .deviceAdded(let device): added(device)
        case .deviceRemoved(let identity): removed(identity)
        case .portAdded(let port): tell(port.physicalPort, machine.added(port))
        case .portRemoved(let port): tell(port.physicalPort, machine.removed(port))
        case .settled:
            endUnmatched()
            wakeUp()
            report(.settled)
        }
    }

    private func tell(_ physicalPort: String, _ event: Modem.StateMachine.Event) {
        if let modem = modems[physicalPort] { feed(event, to: modem) }
    }

    private func added(_ device: USBDevice) {
        let physicalPort = device.identity.physicalPort
        let events = machine.added(device, isKnownPort: modems[physicalPort] != nil, at: elapsed()) { stick in
            environment.switches.method(for: stick)
        }
        guard !events.isEmpty, let modem = modems[physicalPort] ?? makeModem(at: physicalPort) else { return }
        for event in events { feed(event, to: modem) }
    }

    private func removed(_ identity: USBDevice.Identity) {
        let modem = modems[identity.physicalPort]
        for event in machine.removed(identity, from: modem?.occupant) { modem?.feed(event) }
    }

    private func makeModem(at physicalPort: String) -> Modem? {
        guard modems.count < Self.modemLimit else { return nil }
        let modem = Modem(physicalPort: physicalPort, environment: environment) { [weak self] change in
            self?.publish(change)
        }
        modems[physicalPort] = modem
        report(.added(modem))
        return modem
    }

    private func publish(_ change: ModemChange) {
        if case .removed(let modem) = change {
            modems[modem.physicalPort] = nil
            departures[ObjectIdentifier(modem)] = Task {
                await modem.waitUntilReleased()
                departures[ObjectIdentifier(modem)] = nil
            }
        }
        report(change)
    }

    private func report(_ change: ModemChange) {
        changeCount += 1
        continuation.yield(change)
        // What it changes comes after the change it has seen.
        keeper.saw(change)
    }
}
