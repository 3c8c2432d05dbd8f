import ArgumentParser
import EventLoop
import ModemClient

struct SIMPINCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Changes the PIN, and whether the SIM asks for it.",
        subcommands: [SIMPINEnableCommand.self, SIMPINDisableCommand.self, SIMPINChangeCommand.self])
}

struct SIMPINEnableCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Has the SIM ask for its PIN when it is turned on.")

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

struct SIMPINDisableCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Has the SIM not ask for its PIN any more.")

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

struct SIMPINChangeCommand: ClientCommand {
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
