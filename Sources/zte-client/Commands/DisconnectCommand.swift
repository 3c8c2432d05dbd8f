import ArgumentParser
import EventLoop
import ModemClient

struct DisconnectCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "disconnect", abstract: "Ends a connection, or the attempt to get one.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var limit: TimeoutOption
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let action = try await LongAction(service, modem)
        try await action.perform(ending: "the stick goes on disconnecting") { [limit] _ in
            try await service.disconnect(action.modem, timeout: limit.duration)
        }
        let modem = try await action.modemNow()
        if common.json {
            try Output.standard.writeLine(JSON(modem).text)
        } else {
            try Output.standard.writeLine(EscapedText.escape("\(modem.physicalPort) is not connected"))
        }
    }
}
