import ArgumentParser
import EventLoop
import ModemClient

struct SIMStatusCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows what the SIM waits for, how many tries are left, and what to do.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        if common.json { return try Output.standard.writeLine(JSON(simOf: modem).text) }
        try Output.standard.write(SIMDetails(modem: modem, paint: Output.standard.paint).text)
    }
}
