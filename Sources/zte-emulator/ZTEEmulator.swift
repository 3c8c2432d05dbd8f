import ArgumentParser
import Version

/// A virtual ZTE stick.
@main struct ZTEEmulator: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zte-emulator",
        abstract: "A virtual ZTE stick that plugs into this machine's kernel.",
        version: "zte-emulator \(Version.current)",
        subcommands: [RunCommand.self, PtyCommand.self, ControlVerbCommand.self])
}
