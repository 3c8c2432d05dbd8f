import ArgumentParser
import EventLoop
import ModemClient

struct BalanceCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "balance", abstract: "Asks the operator of the SIM for its balance.",
        discussion: """
            By the code that the package mobile-broadband-provider-info knows. An operator that wants a text message is \
            not sent one: it is said which.
            """)

    @OptionGroup var modem: ModemArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        let codes = try await service.serviceCodes(of: modem)
        guard let code = OperatorCode.likeliest("balance", of: codes) else { throw OperatorCode.unknown("the balance") }
        try await code.ask(service, modem, json: common.json)
    }
}
