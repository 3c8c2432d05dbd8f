import ArgumentParser
import EventLoop
import Glibc
import ModemEmulator

/// The modem on a pseudo terminal.
struct PtyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pty", abstract: "Serve the modem's AT port on a pseudo terminal; prints its path.")

    @OptionGroup var stick: StickArguments

    @Option(help: "A symbolic link to make to the terminal.")
    var link: String?

    @Flag(help: "Calls end in a pppd of their own, as with run.")
    var network = false

    @OptionGroup var peer: PeerArguments

    @Option(help: "Control socket; none unless given.")
    var control: String?

    @Option(help: "Write events there too.")
    var log: String?

    func run() {
        EventLoop.exit { [self] in await runProgram(log: log) { try await serve($0) } }
    }

    @LoopActor private func serve(_ log: EventLog) async throws {
        let clock = LoopClock.monotonic
        let stop = try StopRequest()
        let peers = network ? try peer.network() : nil
        try await peers?.prepare()
        let modem = VirtualModem(
            state: stick.state(), ports: [("at0", .data)], timing: stick.timing, clock: clock, log: log,
            makePeer: PPPPeer.maker(network: peers, clock: clock, log: log))
        let terminal = try PtyModem(modem: modem, link: link, log: log)
        let server = try control.map { try ControlServer(path: $0, targets: [terminal], onQuit: { stop.fire() }) }
        print(terminal.path)
        flushOutput()
        await stop.wait()
        server?.close()
        terminal.close()
        await modem.finished()
        await peers?.remove()
    }
}

/// Line buffering ends where a pipe begins, and whoever reads this one waits for the path.
private func flushOutput() { fflush(nil) }
