import ArgumentParser
import EventLoop
import ModemClient

struct USSDCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "ussd", abstract: "Asks the network for a service by its code, such as '*100#'.",
        discussion: """
            Where the network asks something, such as which entry of a menu is wanted, the answer is asked for on the \
            terminal. Works while a connection is up on sticks with two ports. What the network says may cost money.
            """)

    @Argument(help: ArgumentHelp("Such as '*100#', in quotes.", valueName: "code"))
    var code: String
    @OptionGroup var modem: ModemArgument
    @Option(help: ArgumentHelp("What to answer; may be given several times, for one question each.", valueName: "text"))
    var respond: [String] = []
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        try await USSDDialogue(service: service, modem: modem, json: common.json, responses: respond).hold(code)
    }
}
