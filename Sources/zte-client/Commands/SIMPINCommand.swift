import ArgumentParser
import EventLoop
import ModemClient

struct SIMPINCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Sets whether the SIM asks for its PIN.",
        subcommands: [SIMPINOnCommand.self, SIMPINOffCommand.self])
}

struct SIMPINOnCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "on", abstract: "Has the SIM ask for its PIN when it is turned on.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var pin: PINOptions
    @OptionGroup var common: CommonOptions

    private var secret: Secret?

    enum CodingKeys: CodingKey { case modem, pin, common }

    mutating func prepare() throws { secret = try pin.read() }

    @LoopActor func run(_ service: RemoteService) async throws {
        guard let secret else { return }
        let modem = try modem.find(among: try await service.modems())
        try await service.enablePIN(modem, true, with: try await pin.ask(secret, SIMCommand.tries(modem)))
        try SIMCommand.say("the SIM asks for its PIN from the next plug on", of: modem, common)
    }
}

struct SIMPINOffCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "off", abstract: "Has the SIM not ask for its PIN any more.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var pin: PINOptions
    @OptionGroup var common: CommonOptions

    private var secret: Secret?

    enum CodingKeys: CodingKey { case modem, pin, common }

    mutating func prepare() throws { secret = try pin.read() }

    @LoopActor func run(_ service: RemoteService) async throws {
        guard let secret else { return }
        let modem = try modem.find(among: try await service.modems())
        try await service.enablePIN(modem, false, with: try await pin.ask(secret, SIMCommand.tries(modem)))
        try SIMCommand.say("the SIM does not ask for its PIN any more", of: modem, common)
    }
}
