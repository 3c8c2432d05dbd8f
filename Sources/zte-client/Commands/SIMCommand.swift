import ArgumentParser
import DBus
import ModemAPI
import ModemClient

struct SIMCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sim",
        abstract: "Shows what the SIM waits for and who it belongs to, unlocks it, and changes its PIN.",
        discussion: """
            PINs and PUKs are never given on the command line, which everybody on the machine can read: they come from the \
            first line of a file or an open descriptor, or the terminal is asked, without echo. A wrong one uses up a try.
            """,
        subcommands: [
            SIMStatusCommand.self, SIMIdentityCommand.self, SIMUnlockCommand.self, SIMPUKCommand.self,
            SIMChangeCommand.self, SIMPINCommand.self,
        ])
}

extension SIMCommand {
    static func tries(_ modem: RemoteModem) -> String {
        modem[SimInterface.pinRetries].map { " (\($0) tries left)" } ?? ""
    }

    static func say(_ what: String, of modem: RemoteModem, _ common: CommonOptions) throws {
        let line =
            common.json
            ? JSON(["path": .objectPath(modem.path)]).text : EscapedText.escape("\(modem.physicalPort): \(what)")
        try Output.standard.writeLine(line)
    }
}
