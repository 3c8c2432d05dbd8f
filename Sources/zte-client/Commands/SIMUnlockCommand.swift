import ArgumentParser
import EventLoop
import ModemAPI
import ModemClient

struct SIMUnlockCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Sends the PIN to a SIM that waits for it.",
        discussion: "After three wrong ones the SIM is blocked, and wants its PUK, which the operator has.")

    @Flag(help: "Send it also if one try is left: a wrong PIN blocks the SIM then.")
    var lastTry = false
    @Flag(
        help: "Also store the PIN if it is right: the service sends it by itself, once after each start of the machine."
    )
    var save = false
    @OptionGroup var modem: ModemArgument
    @OptionGroup var pin: PINOptions
    @OptionGroup var common: CommonOptions

    private var secret: Secret?

    enum CodingKeys: CodingKey { case lastTry, save, modem, pin, common }

    mutating func prepare() throws { secret = try pin.read() }

    @LoopActor func run(_ service: RemoteService) async throws {
        guard let secret else { return }
        let modem = try modem.find(among: try await service.modems())
        try check(modem)
        let card = save ? try await self.card(in: modem, service) : nil
        let code = try await pin.ask(secret, SIMCommand.tries(modem))
        try await service.sendPIN(modem, code, isLastTryMeant: lastTry)
        guard let card else { return try SIMCommand.say("the SIM is open", of: modem, common) }
        let profile = try await service.storePIN(code, forCard: card)
        try SIMCommand.say("the SIM is open, and its PIN is stored in profile \(profile)", of: modem, common)
    }

    /// Asked before a try is spent: a PIN can only be stored for a SIM that is known again.
    @LoopActor private func card(in modem: RemoteModem, _ service: RemoteService) async throws -> String {
        if let card = try await service.card(in: modem) { return card }
        throw Complaint(
            .failed, "\(modem.physicalPort): the SIM does not say who it is, so that no PIN can be stored for it",
            advice: "Unlock it without --save, and store the PIN in a profile you connect with: zte-client profile add."
        )
    }

    /// Before anybody is asked for a PIN in vain.
    private func check(_ modem: RemoteModem) throws(Complaint) {
        switch modem[known: SimInterface.lock] {
        case "none": throw Complaint(.failed, "\(modem.physicalPort): the SIM is open already")
        case "puk":
            throw Complaint(
                .failed, "\(modem.physicalPort): the SIM is blocked and waits for its PUK",
                advice: "The operator has it; send it with zte-client sim puk.")
        default: break
        }
        guard !lastTry, let tries = modem[SimInterface.pinRetries], tries <= 1 else { return }
        throw Complaint(
            .failed, "\(modem.physicalPort): the SIM has one try left for its PIN, and is blocked after a wrong one",
            advice: "If you are sure of the PIN, send it with --last-try.")
    }
}
