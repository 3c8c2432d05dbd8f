import ArgumentParser
import EventLoop
import ModemAPI
import ModemClient

struct SwitchCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch", abstract: "Makes a modem of a stick that shows itself as a CD-ROM.",
        discussion: "Returns when it is a modem or has failed. zte-modemd does it by itself when a stick is plugged in."
    )

    @OptionGroup var modem: ModemArgument
    @OptionGroup var limit: TimeoutOption
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let action = try await LongAction(service, modem)
        try await action.perform(ending: "the stick goes on switching") { [limit] _ in
            try await service.switchMode(action.modem, timeout: limit.duration)
        }
        let modem = try await action.modemNow()
        if common.json {
            try Output.standard.writeLine(JSON(modem).text)
        } else {
            let name = modem[known: ModemInterface.usbID].map { " (\($0))" } ?? ""
            try Output.standard.writeLine(EscapedText.escape("\(modem.physicalPort) is a modem\(name)"))
        }
    }
}
