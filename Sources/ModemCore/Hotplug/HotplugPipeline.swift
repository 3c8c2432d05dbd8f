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

    private let monitor: any DeviceMonitor
    /// What is known of sticks.
    package let catalog: DeviceCatalog
    private let environment: ModemEnvironment
    private let continuation: AsyncStream<ModemChange>.Continuation
    private var modems: [String: Modem] = [:]
    /// Ports may be announced before their device.
    private var ports: [String: [TTYPort]] = [:]
    /// Sticks that have left and are still letting go of what they had.
    private var departures: [ObjectIdentifier: Task<Void, Never>] = [:]
    private var bounces = BounceGuard()
    /// Sticks wait for the next comparison with what is there.
    private var isWaking = false
    /// Since this was made.
    private let elapsed: () -> Duration

    package init(monitor: any DeviceMonitor, catalog: DeviceCatalog, environment: ModemEnvironment) {
        self.monitor = monitor
        self.catalog = catalog
        self.environment = environment
        elapsed = Self.stopwatch(environment.boottime)
        (changes, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
    }

    private static func stopwatch(_ clock: some Clock<Duration>) -> () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }

    /// Serves events until cancelled, then lets go of every stick: calls hung up, ports closed.
    package func run() async {
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
        let preparations = modems.values.map { modem in Task { await modem.prepareForSleep() } }
        for preparation in preparations { await preparation.value }
    }

    /// The machine is awake. First what has gone or is another thing now is noticed, then the others go on.
    package func resumed() {
        isWaking = true
        monitor.rescan()
    }

    private func wakeUp() {
        guard isWaking else { return }
        isWaking = false
        for modem in modems.values { modem.feed(.resumed) }
    }

    private func handle(_ event: DeviceEvent) {
        switch event {
        case .deviceAdded(let device): added(device)
        case .deviceRemoved(let identity): removed(identity)
        case .portAdded(let port):
            ports[port.physicalPort, default: []].append(port)
            modems[port.physicalPort]?.feed(.portAdded(port))
        case .portRemoved(let port):
            ports[port.physicalPort]?.removeAll { $0 == port }
            if ports[port.physicalPort]?.isEmpty == true { ports[port.physicalPort] = nil }
            modems[port.physicalPort]?.feed(.portRemoved(port))
        case .settled:
            wakeUp()
            report(.settled)
        }
    }

    private func added(_ device: USBDevice) {
        let physicalPort = device.identity.physicalPort
        guard let event = attachment(of: device, isKnownPort: modems[physicalPort] != nil) else { return }
        let modem = modems[physicalPort] ?? makeModem(at: physicalPort)
        guard let modem else { return }
        modem.feed(event)
        for port in ports[physicalPort] ?? [] { modem.feed(.portAdded(port)) }
    }

    /// A device nobody knows is our business only where a stick of ours has just left.
    private func attachment(of device: USBDevice, isKnownPort: Bool) -> Modem.StateMachine.Event? {
        switch catalog.lookup(device.usbID, device.interfaces, product: device.product) {
        case .switch(let recipe): storage(device, recipe)
        case .modem(let map): .attachedModem(device, map)
        case .foreign(let stick): .attachedForeign(device, stick)
        // Without a configuration it is not yet anything; it is announced again when it is.
        case .ignore(.noInterfaces): nil
        case .ignore: isKnownPort ? .attachedUnknown(device) : nil
        }
    }

    private func storage(_ device: USBDevice, _ recipe: SwitchRecipe) -> Modem.StateMachine.Event {
        let recipe = recipe.ordered(remembered: environment.switches.method(for: StickKey(device)))
        let isBouncing = bounces.cameAsStorage(device.identity.physicalPort, at: elapsed())
        return isBouncing ? .attachedBouncing(device, recipe) : .attachedStorage(device, recipe)
    }

    private func removed(_ identity: USBDevice.Identity) {
        guard let modem = modems[identity.physicalPort], modem.isPresent(identity) else { return }
        // One that was asked to start anew leaves because of that.
        let isOfNote = modem.snapshot.switchAttempts > 0 && !modem.isStartingAnew
        bounces.left(identity.physicalPort, in: isOfNote ? modem.snapshot.state : nil)
        modem.feed(.detached(identity))
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
    }
}
