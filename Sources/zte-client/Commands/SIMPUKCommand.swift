import ArgumentParser
import EventLoop
import ModemAPI
import ModemClient

struct SIMPUKCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "puk", abstract: "Unblocks a SIM with its PUK, and gives it a new PIN.",
        discussion: "The operator has the PUK. After ten wrong ones the SIM is lost for good.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var puk: PUKOptions
    @OptionGroup var newPIN: NewPINOptions
    @OptionGroup var common: CommonOptions

    private var secrets: (puk: Secret, newPIN: Secret)?

    enum CodingKeys: CodingKey { case modem, puk, newPIN, common }

    mutating func prepare() throws { secrets = (try puk.read(), try newPIN.read()) }

    @LoopActor func run(_ service: RemoteService) async throws {
        guard let secrets else { return }
        let modem = try modem.find(among: try await service.modems())
        let left = modem[SimInterface.pukRetries].map { " (\($0) tries left)" } ?? ""
        let code = try await puk.ask(secrets.puk, left)
        try await service.sendPUK(modem, code, newPIN: try await newPIN.ask(secrets.newPIN))
        try SIMCommand.say("the SIM is open, and has its new PIN", of: modem, common)
    }
}
