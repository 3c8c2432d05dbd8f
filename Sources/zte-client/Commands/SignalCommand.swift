import ArgumentParser
import EventLoop
import ModemAPI
import ModemClient

struct SignalCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "signal", abstract: "Shows how well a stick hears its network.",
        discussion: """
            With --watch it is read again and again, until SIGINT: as a plot on a terminal, else a line for each reading. As \
            long as that lasts the service asks the stick more often.
            """)

    @Flag(name: .shortAndLong, help: "Go on until SIGINT.")
    var watch = false
    @Option(help: ArgumentHelp("How often it is read with --watch, in seconds, 1 to 3600.", valueName: "seconds"))
    var interval: UInt32 = 2
    @OptionGroup var modem: ModemArgument
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...3600).contains(interval) else { throw ValidationError("--interval must be 1 to 3600 seconds") }
    }

    @LoopActor func run(_ service: RemoteService) async throws {
        if watch {
            do {
                return try await untilInterrupted { try await follow(service) }
            } catch is Interrupted { return }
        }
        let modem = try modem.find(among: try await service.modems())
        let signal = SignalText(modem: modem)
        if common.json { return try Output.standard.writeLine(signal.json(at: .now).text) }
        try modem.requireNetwork()
        try Output.standard.writeLine(EscapedText.escape(signal.text ?? "not known"))
    }

    @LoopActor private func follow(_ service: RemoteService) async throws {
        let watch = try await service.watch()
        let modem = try modem.find(among: watch.modems)
        if !common.json { try modem.requireNetwork() }
        try await service.setSignalInterval(modem, seconds: interval)
        let display = SignalDisplay(
            modem, style: SignalDisplay.style(json: common.json), interval: .seconds(Int(interval)))
        defer { display.finish() }
        display.begin()
        for await change in watch.changes {
            switch change {
            case .state(let now, _), .message(let now), .properties(let now, _, _):
                if now.path == modem.path { display.modem = now }
            case .arrived(let now):
                guard now.path == modem.path else { continue }
                display.modem = now
                // What was asked for has ended with the stick.
                try? await service.setSignalInterval(now, seconds: interval)
            case .left(let gone): if gone.path == modem.path { throw ServiceError.stickGone }
            case .serviceLeft: throw ServiceError.serviceLeft
            case .serviceReturned: break
            }
        }
        try Task.checkCancellation()
        throw Complaint(.notRunning, "the bus has gone away")
    }
}
