import ArgumentParser
import EventLoop
import ModemClient

struct ListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the sticks that are plugged in.")

    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modems = try await service.modems()
        if common.json {
            try Output.standard.writeLine(JSON.array(modems.map { JSON($0) }).text)
        } else if modems.isEmpty {
            try Output.error.writeLine("no stick is plugged in")
        } else {
            try Output.standard.write(ModemTable(modems: modems, paint: Output.standard.paint).text)
        }
    }
}
