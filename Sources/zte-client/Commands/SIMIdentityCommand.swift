import ArgumentParser
import DBus
import EventLoop
import ModemClient

struct SIMIdentityCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "identity", abstract: "Shows what identifies the subscriber: ICCID, IMSI and own numbers.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        let identity = try await service.identity(of: modem)
        if common.json { return try Output.standard.writeLine(JSON(identity).text) }
        for (key, name) in [("iccid", "ICCID"), ("imsi", "IMSI")] {
            guard case .string(let text)? = identity[key] else { continue }
            try Output.standard.writeLine(name.padded(to: 8) + EscapedText.escape(text))
        }
        guard case .array(_, let numbers)? = identity["numbers"] else { return }
        for case .string(let number) in numbers {
            try Output.standard.writeLine("Number".padded(to: 8) + EscapedText.escape(number))
        }
    }
}
