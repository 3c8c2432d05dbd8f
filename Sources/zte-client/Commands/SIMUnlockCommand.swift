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
    @OptionGroup var modem: ModemArgument
    @OptionGroup var pin: PINOptions
    @OptionGroup var common: CommonOptions

    private var secret: Secret?

    enum CodingKeys: CodingKey { case lastTry, modem, pin, common }

    mutating func prepare() throws { secret = try pin.read() }

    @LoopActor func run(_ service: RemoteService) async throws {
        guard let secret else { return }
        let modem = try modem.find(among: try await service.modems())
        try check(modem)
        let code = try await pin.ask(secret, SIMCommand.tries(modem))
        try await service.sendPIN(modem, code, isLastTryMeant: lastTry)
        try SIMCommand.say("the SIM is open", of: modem, common)
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
