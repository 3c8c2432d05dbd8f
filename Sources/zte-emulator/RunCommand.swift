import ArgumentParser
import EventLoop
import Glibc
import ModemEmulator

/// Plugs the stick in and stays until it is told to go.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Plug a stick, or several, into this machine's kernel over USB/IP.",
        discussion: """
            With --count they are the same in all but IMEI, IMSI and ICCID, which count up, and so do --port, --number and \
            the numbers in the log; they share the control socket, where a number says which is meant: \
            zte-emulator ctl 3 unplug.
            """)

    @OptionGroup var stick: StickArguments

    @Option(help: "How many sticks of the kind, 1 to 120.")
    var count = 1

    @Option(help: "What makes it turn from a CD-ROM into a modem; what is usual in the family unless given.")
    var trigger: SwitchTrigger?

    @Option(help: "Port of vhci_hcd, of the first stick; the first free one unless given.")
    var port: Int?

    @Flag(help: "Never a CD-ROM, as after AT+ZCDRUN=8.")
    var asModem = false

    @Option(help: "What a reset of its USB port makes of the modem.")
    var resetReturns = ResetReturn.storage

    @Option(help: "Something no stick should do; may be given several times.")
    var fault: [StickFault] = []

    @Flag(help: "The first switch ends in the CD-ROM again.")
    var bounce = false

    @Option(help: "Seconds it stays away longer than it needs to.")
    var slow = 0.0

    @Option(help: "Seconds from the switch command until it leaves the bus.")
    var delayLeave = 0.3

    @Option(help: "Seconds off the bus.")
    var delayOffBus = 1.5

    @Option(help: "Seconds without SCSI commands that count as released (--trigger driver-release).")
    var delayRelease = 4.0

    @Flag(help: "Start unplugged.")
    var unplugged = false

    @Flag(help: "Calls connect to nothing: needs neither pppd nor a network namespace.")
    var noNetwork = false

    @OptionGroup var ports: PortArguments

    @OptionGroup var peer: PeerArguments

    @Option(help: "Control socket.")
    var control = defaultControlPath

    @Option(help: "Write events there too.")
    var log: String?

    func validate() throws {
        try StickArguments.checkDelays([slow, delayLeave, delayOffBus, delayRelease])
        guard (1...120).contains(count) else { throw ValidationError("--count wants 1 to 120") }
        guard noNetwork || peer.number + count - 1 <= PeerArguments.last else {
            throw ValidationError("--number and --count lead beyond \(PeerArguments.last)")
        }
    }

    func run() {
        EventLoop.exit { [self] in await runProgram(log: log) { try await serve($0) } }
    }

    private var options: VirtualStick.Options {
        var options = VirtualStick.Options()
        options.family = stick.family
        options.trigger = trigger
        options.bounces = bounce ? 1 : 0
        options.isAlwaysModem = asModem
        options.resetReturns = resetReturns
        options.faults = Set(fault)
        options.modemProduct = ports.product
        options.timing = stick.timing
        options.timing.leave = .seconds(delayLeave)
        options.timing.offBus = .seconds(delayOffBus + slow)
        options.timing.driverRelease = .seconds(delayRelease)
        return options
    }

    @LoopActor private func serve(_ log: EventLog) async throws {
        if !noNetwork && geteuid() != 0 { throw EmulatorError.notRoot("a network for the far end (see --no-network)") }
        let sticks = try (0..<count).map { try virtual($0, log) }
        let stop = try StopRequest()
        let server = try ControlServer(path: control, targets: sticks.map { $0.stick }, onQuit: { stop.fire() })
        defer { server.close() }
        do {
            for stick in sticks { try await stick.network?.prepare() }
            if !unplugged { for stick in sticks { try await stick.stick.plug() } }
            log.write("stick: ready")
            await stop.wait()
        } catch {
            await Self.clearAway(sticks)
            throw error
        }
        await Self.clearAway(sticks)
    }

    /// A stick, and the network its calls end in.
    private typealias PluggableStick = (stick: VirtualStick, network: PeerNetwork?)

    /// The stick that has `offset` others before it.
    @LoopActor private func virtual(_ offset: Int, _ log: EventLog) throws -> PluggableStick {
        let clock = LoopClock.monotonic
        let log = count == 1 ? log : log.numbered(offset + 1)
        let network = noNetwork ? nil : try peer.network(offset: offset)
        var state = stick.state(offset: offset)
        state.quirks.ports = ports.oddities
        state.quirks.knowsIPv6 = peer.ipv6
        let virtual = VirtualStick(
            options: options, state: state,
            attacher: VhciAttacher(port: port.map { VhciAttacher.port($0, offset: offset) }), clock: clock, log: log,
            makePeer: PPPPeer.maker(network: network, clock: clock, log: log))
        return (virtual, network)
    }

    @LoopActor private static func clearAway(_ sticks: [PluggableStick]) async {
        for (stick, _) in sticks { try? await stick.unplug() }
        for (stick, network) in sticks {
            await stick.modem.finished()
            await network?.remove()
        }
    }
}
