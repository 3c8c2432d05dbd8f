import ArgumentParser
import DBus
import EventLoop
import ModemClient

struct ProfileShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the settings of a profile, without secrets.")

    @OptionGroup var profile: ProfileArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        var settings = try await service.profileSettings(profile.id)
        let secrets = try await service.profiles().first { $0.id == profile.id }?.secrets ?? []
        settings["secrets"] = .array(.string, secrets.map { .string($0) })
        if common.json {
            try Output.standard.writeLine(JSON(settings).text)
        } else {
            let width = settings.keys.map(\.count).max() ?? 0
            let lines = settings.sorted { $0.key < $1.key }.map { key, value in
                EscapedText.escape(key).padded(to: width) + "  " + EscapedText.escape(Self.text(value)) + "\n"
            }
            try Output.standard.write(lines.joined())
        }
    }

    private static func text(_ value: Value) -> String {
        switch value.unwrapped {
        case .string(let text): text
        case .boolean(let flag): flag ? "yes" : "no"
        case .array(_, let items): items.isEmpty ? "none" : items.map(text).joined(separator: ", ")
        case let other: JSON(other).text
        }
    }
}
