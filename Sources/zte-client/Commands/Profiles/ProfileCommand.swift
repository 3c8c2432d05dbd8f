import ArgumentParser
import DBus

struct ProfileCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "profile", abstract: "Stores the settings of connections.",
        discussion: """
            A profile is used by 'zte-client connect --profile ID'. Passwords and PINs are never given on the command \
            line, which everybody on the machine can read: they come from the first line of a file or an open \
            descriptor. The service keeps them to itself.
            """,
        subcommands: [
            ProfileListCommand.self, ProfileShowCommand.self, ProfileAddCommand.self, ProfileEditCommand.self,
            ProfileDeleteCommand.self, ProfileImportCommand.self,
        ])
}

/// Which profile.
struct ProfileArgument: ParsableArguments {
    @Argument(
        help: "Id of the profile.",
        completion: .shellCommand("zte-client profile list 2>/dev/null | awk 'NR > 1 { print $1 }'"))
    var id: String
}

extension ProfileCommand {
    static func say(_ what: String, _ id: String, _ common: CommonOptions) throws {
        let line =
            common.json ? JSON(["id": .string(id)]).text : EscapedText.escape("profile \(id) \(what)")
        try Output.standard.writeLine(line)
    }
}
