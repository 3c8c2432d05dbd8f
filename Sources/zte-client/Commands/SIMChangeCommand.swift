import ArgumentParser
import EventLoop
import ModemClient

struct SIMChangeCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "change", abstract: "Gives the SIM another PIN.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var pin: PINOptions
    @OptionGroup var newPIN: NewPINOptions
    @OptionGroup var common: CommonOptions

    private var secrets: (old: Secret, new: Secret)?

    enum CodingKeys: CodingKey { case modem, pin, newPIN, common }

    mutating func prepare() throws { secrets = (try pin.read(), try newPIN.read()) }

    @LoopActor func run(_ service: RemoteService) async throws {
        guard let secrets else { return }
        let modem = try modem.find(among: try await service.modems())
        let old = try await pin.ask(secrets.old, SIMCommand.tries(modem))
        try await service.changePIN(modem, from: old, to: try await newPIN.ask(secrets.new))
        try SIMCommand.say("the SIM has its new PIN", of: modem, common)
    }
}
