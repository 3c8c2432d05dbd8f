import ArgumentParser
import EventLoop
import ModemClient

struct ShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows all that is known of a stick.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        if common.json {
            try Output.standard.writeLine(JSON(modem).text)
        } else {
            let details = ModemDetails(modem: modem, now: WallClock.now.seconds, paint: Output.standard.paint)
            try Output.standard.write(details.text)
        }
    }
}
