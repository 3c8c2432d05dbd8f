import ArgumentParser
import EventLoop
import ModemClient

/// The connection of a stick, and the chain of causes behind it.
struct ConnectionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "connection", abstract: "Shows what became of a connection, and why.",
        subcommands: [ConnectionShowCommand.self])
}

struct ConnectionShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the connection of a stick, and what happened to it, with times.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        if common.json {
            try Output.standard.writeLine(JSON(connectionOf: modem).text)
        } else {
            let details = ConnectionDetails(modem: modem, now: WallClock.now.seconds, paint: Output.standard.paint)
            try Output.standard.write(details.text)
        }
    }
}
