import ArgumentParser
import DBus
import EventLoop
import ModemClient

/// Text messages.
struct MessageCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sms", abstract: "Lists, shows, sends and deletes text messages.",
        discussion: """
            Messages are kept by the service when they have left the SIM, and can be read while no stick is plugged in: then \
            of the SIM that is known, or of the one that --sim names.
            """,
        subcommands: [
            MessageListCommand.self, MessageShowCommand.self, MessageSendCommand.self, MessageDeleteCommand.self,
            MessageWatchCommand.self, MessageExportCommand.self,
        ])
}

/// Whose messages.
struct MessageSIMOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Opaque name of a SIM, as 'show' and the objects on the bus have it.", valueName: "id"))
    var sim: String?
    @Option(help: ArgumentHelp("Which stick has the SIM, as in other commands.", valueName: "stick"))
    var modem: String?

    func validate() throws {
        if sim != nil, modem != nil { throw ValidationError("--sim and --modem exclude each other") }
    }

    @LoopActor func find(_ service: RemoteService) async throws -> RemoteSIM {
        var argument = ModemArgument()
        argument.modem = modem
        return try await SIMSelection.find(sim, argument, service)
    }
}
