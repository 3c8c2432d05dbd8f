import ArgumentParser
import DBus
import EventLoop
import ModemAPI
import ModemClient

struct NetworkModeCommand: ClientCommand {
    enum Mode: String, CaseIterable, ExpressibleByArgument {
        case auto
        case only2G = "2g"
        case only3G = "3g"
        case only4G = "4g"
        case prefer2G = "prefer-2g"
        case prefer3G = "prefer-3g"
        case prefer4G = "prefer-4g"
    }

    static let configuration = CommandConfiguration(
        commandName: "mode", abstract: "Shows or sets which radio may be used.",
        discussion: "One that the stick does not have is refused. The stick keeps it, also when it is unplugged.")

    @Argument(help: "Without one it is shown; name the stick behind it.")
    var mode: Mode?
    @OptionGroup var modem: ModemArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        var modem = try modem.find(among: try await service.modems())
        try modem.requireNetwork()
        if let mode {
            try await service.setNetworkMode(modem, mode.rawValue)
            let path = modem.path
            if let now = try await service.modems().first(where: { $0.path == path }) { modem = now }
        }
        let now = modem[known: NetworkInterface.mode]
        if common.json {
            let known: JSON = now.map { .string($0) } ?? .null
            let object = JSON.object([("path", .string(modem.path.text)), ("Mode", known)])
            return try Output.standard.writeLine(object.text)
        }
        try Output.standard.writeLine(EscapedText.escape(now ?? "not known"))
    }
}
