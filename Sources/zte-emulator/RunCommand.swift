import ArgumentParser
import EventLoop
import Glibc
import ModemEmulator

/// Plugs the stick in and stays until it is told to go.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Plug a stick into this machine's kernel over USB/IP.")

    @OptionGroup var stick: StickArguments

    @Option(help: "What makes it turn from a CD-ROM into a modem.")
    var trigger = SwitchTrigger.eject

    @Option(help: "Port of vhci_hcd; the first free one unless given.")
    var port: Int?

    @Flag(help: "Never a CD-ROM, as after AT+ZCDRUN=8.")
    var asModem = false

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

    func validate() throws { try StickArguments.checkDelays([slow, delayLeave, delayOffBus, delayRelease]) }

    func run() {
        EventLoop.exit { [self] in await runProgram(log: log) { try await serve($0) } }
    }

    private var options: VirtualStick.Options {
        var options = VirtualStick.Options()
        options.family = stick.family
        options.trigger = trigger
        options.bounces = bounce ? 1 : 0
        options.isAlwaysModem = asModem
        options.faults = Set(fault)
        options.modemProduct = ports.product
        options.timing = stick.timing
        options.timing.leave = .seconds(delayLeave)
        options.timing.offBus = .seconds(delayOffBus + slow)
        options.timing.driverRelease = .seconds(delayRelease)
        return options
    }

    @LoopActor private func serve(_ log: EventLog) async throws {
        let clock = LoopClock.monotonic
        if !noNetwork && geteuid() != 0 { throw EmulatorError.notRoot("a network for the far end (see --no-network)") }
        let network = noNetwork ? nil : try PeerNetwork(number: peer.number)
        var state = stick.state
        state.quirks.ports = ports.oddities
        let virtual = VirtualStick(
            options: options, state: state, attacher: VhciAttacher(port: port), clock: clock, log: log,
            makePeer: PPPPeer.maker(network: network, clock: clock, log: log))
        let stop = try StopRequest()
        let server = try ControlServer(path: control, target: virtual, onQuit: { stop.fire() })
        defer { server.close() }
        do {
            try await network?.prepare()
            if !unplugged { try await virtual.plug() }
            log.write("stick: ready")
            await stop.wait()
        } catch {
            await network?.remove()
            throw error
        }
        try? await virtual.unplug()
        await virtual.modem.finished()
        await network?.remove()
    }
}
