import ArgumentParser
import DBus
import EventLoop
import ModemClient

struct ProfileListCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Lists the stored profiles.")

    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let profiles = try await service.profiles()
        if common.json {
            try Output.standard.writeLine(JSON.array(profiles.map(Self.json)).text)
        } else if profiles.isEmpty {
            try Output.error.writeLine("there is no profile; 'zte-client profile add' makes one")
        } else {
            try Output.standard.write(Self.table(profiles))
        }
    }

    private static func json(_ profile: RemoteProfile) -> JSON {
        JSON([
            "id": .string(profile.id), "path": .objectPath(profile.path),
            "autoconnect": .boolean(profile.isAutoconnected),
            "secrets": .array(.string, profile.secrets.map { .string($0) }),
        ])
    }

    private static func table(_ profiles: [RemoteProfile]) -> String {
        let rows =
            [["ID", "AUTOCONNECT", "SECRETS"]]
            + profiles.map { profile in
                let secrets = profile.secrets.isEmpty ? "-" : profile.secrets.joined(separator: ", ")
                return [profile.id, profile.isAutoconnected ? "yes" : "no", secrets].map(EscapedText.escape)
            }
        let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row[0].padded(to: widths[0]) + "  " + row[1].padded(to: widths[1]) + "  " + row[2] + "\n"
        }.joined()
    }
}
