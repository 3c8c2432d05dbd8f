package import EventLoop

/// The running firmware: its state, its ports, the search for a network. Calls are in `VirtualModem+Call.swift`.
@LoopActor package final class VirtualModem {
    package var state: StickState
    package private(set) var ports: [ModemPort] = []
    /// AT ports take commands and answer nothing.
    package var isHung = false
    /// Calls stay up and carry nothing.
    package var isStalled = false
    /// Ports take nothing at all: the host's transfers wait for ever.
    package var isClogged = false {
        didSet { if !isClogged { for port in ports { port.onRoom?() } } }
    }
    /// Lines of ``setFlood(rate:)`` that went out.
    private(set) var floodedLines = 0
    /// Taken out of the running stick.
    var removedCard: SIMCard?
    /// The firmware was told to start over.
    package var onReboot: (@LoopActor () -> Void)?

    let log: EventLog
    let clock: any Clock<Duration>
    let timing: StickTiming
    let makePeer: @LoopActor () -> any CallPeer
    var call = Call.none
    /// What is left of the last call, while it is being cleared away.
    var ending: Task<Void, Never>?
    var scans: [ObjectIdentifier: Task<Void, Never>] = [:]
    /// Messages that are on their way, by the port they came from.
    var sending: [ObjectIdentifier: Task<Void, Never>] = [:]
    /// What was asked of the network and not answered yet.
    var ussd: Task<Void, Never>?
    private var search: Task<Void, Never>?
    /// Until whoever waits for it has been told otherwise.
    private var isDataPortAsleep = false
    private var flood: Task<Void, Never>?
    private var torrent: Task<Void, Never>?
    var zeros: Task<Void, Never>?

    package init(
        state: StickState, ports: [(name: String, role: ModemPort.Role)], timing: StickTiming,
        clock: any Clock<Duration>, log: EventLog, makePeer: @escaping @LoopActor () -> any CallPeer
    ) {
        self.state = state
        self.timing = timing
        self.clock = clock
        self.log = log
        self.makePeer = makePeer
        self.ports = ports.map { ModemPort(name: $0.name, role: $0.role, modem: self) }
    }

    // MARK: Power

    package func powerOn() {
        state.powerOn()
        for port in ports { port.powerOn() }
        startFlood()
        startZeros()
        settle()
    }

    /// The stick is off the bus: everything but the card and the flash is forgotten.
    package func powerOff() {
        endCall(because: "power off", announce: false)
        for port in ports { endScan(of: port) }
        for message in sending.values { message.cancel() }
        sending = [:]
        ussd?.cancel()
        ussd = nil
        state.network.ussd.end()
        search?.cancel()
        search = nil
        flood?.cancel()
        flood = nil
        torrent?.cancel()
        torrent = nil
        zeros?.cancel()
        zeros = nil
        state.network.registration = .idle
    }

    /// Waits until nothing of a call is left.
    package func finished() async {
        await ending?.value
    }

    // MARK: Network

    /// Follows what commands and faults have done to the state. Called after each of them.
    func settle() {
        let wanted = state.canRegister && !state.network.isDeregistered
        if wanted && state.network.registration == .idle {
            announce(state.register(.searching))
            startSearch()
        } else if !wanted && state.network.registration != .idle {
            search?.cancel()
            search = nil
            announce(state.register(.idle))
            log.write("stick: registration idle")
            endCall(because: "the radio is off", announce: true)
        }
        if isDataPortAsleep, !state.quirks.ports.isAsleep {
            isDataPortAsleep = false
            for port in ports where port.role == .data { port.onRoom?() }
        }
        if state.storageWasRead {
            flood?.cancel()
            flood = nil
        }
        deliverWaiting()
    }

    /// Changes what the network offers, at once. A call stays up, as it does on real sticks.
    package func setCoverage(_ coverage: RadioNetwork.Coverage) {
        state.network.coverage = coverage
        if state.network.registration == .idle { return }
        search?.cancel()
        search = nil
        enter(state.network.searchResult)
    }

    /// An unsolicited line on every AT port.
    package func announce(_ lines: [String]) {
        if lines.isEmpty { return }
        for port in ports { port.announce(lines.map { Array($0.utf8) }) }
    }

    /// Bytes that are no line at all, on every AT port.
    package func sayGarbage(_ bytes: [UInt8]) {
        for port in ports where port.isAT && !port.isOnline { port.say(bytes) }
    }

    /// Unsolicited lines on every AT port, `rate` in a second and port, until power-off or 0. What the host does not fetch
    /// in time is lost, as it is on a stick.
    package func setFlood(rate: Int) {
        torrent?.cancel()
        torrent = nil
        guard rate > 0 else { return }
        let interval = Duration.milliseconds(20)
        let batch = [UInt8](Array(repeating: ATInterpreter.framed("^MODE:5,4"), count: max(rate / 50, 1)).joined())
        torrent = Task { @LoopActor [clock] in
            while (try? await clock.sleep(for: interval)) != nil, !Task.isCancelled {
                for port in ports where port.isAT && !port.isOnline && port.say(batch) {
                    floodedLines += max(rate / 50, 1)
                }
            }
        }
    }

    private func startSearch() {
        search?.cancel()
        search = Task { @LoopActor [clock, timing] in
            try? await clock.sleep(for: timing.register)
            if Task.isCancelled { return }
            search = nil
            enter(state.network.searchResult)
        }
    }

    private func enter(_ registration: Registration) {
        announce(state.register(registration))
        if state.quirks.ports.sleeps { (state.quirks.ports.isAsleep, isDataPortAsleep) = (true, true) }
        log.write("stick: registration \(registration.name)")
        deliverWaiting()
    }

    private func startFlood() {
        guard state.quirks.floodsUntilStorageIsRead else { return }
        flood?.cancel()
        flood = Task { @LoopActor [clock, timing] in
            while (try? await clock.sleep(for: timing.flood)) != nil, !Task.isCancelled {
                announce(["+ZUSIMR:2"])
            }
        }
    }
}
