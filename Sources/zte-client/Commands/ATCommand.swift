import ArgumentParser
import EventLoop
import ModemClient

struct ATCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "at", abstract: "Sends an AT command, and prints the answer.",
        discussion: """
            Commands that dial or ask for a message text are refused. Ends with 0 also where the stick answers with an \
            error. The command line is no place for PINs: everybody on the machine can read it.
            """)

    @Argument(help: ArgumentHelp("Such as AT+CSQ.", valueName: "command"))
    var line: String
    @OptionGroup var modem: ModemArgument
    @Option(help: ArgumentHelp("How long the stick may take, in seconds, 1 to 120.", valueName: "seconds"))
    var timeout = 10
    @OptionGroup var common: CommonOptions

    func validate() throws {
        guard (1...120).contains(timeout) else { throw ValidationError("--timeout must be 1 to 120 seconds") }
    }

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        let answer = try await service.command(modem, line, seconds: timeout)
        let lines = answer.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if common.json { return try Output.standard.writeLine(JSON.array(lines.map { .string($0) }).text) }
        for line in lines { try Output.standard.writeLine(EscapedText.escape(line)) }
    }
}
