import ArgumentParser
import EventLoop
import ModemClient

/// The radio of a stick, and the stick as a whole.
struct PowerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "power", abstract: "Turns the radio on or off, or starts the stick anew.",
        subcommands: [OnCommand.self, OffCommand.self, ResetCommand.self])

    struct OnCommand: ClientCommand {
        static let configuration = CommandConfiguration(
            commandName: "on", abstract: "Turns the radio on; the stick looks for its network then.")

        @OptionGroup var modem: ModemArgument
        @OptionGroup var limit: TimeoutOption
        @OptionGroup var common: CommonOptions

        @LoopActor func run(_ service: RemoteService) async throws {
            let action = try await LongAction(service, modem)
            try await action.perform(ending: "the stick goes on turning its radio on") { [limit] _ in
                try await service.enable(action.modem, true, timeout: limit.duration)
            }
            try await action.printModem(json: common.json, "has its radio on")
        }
    }

    struct OffCommand: ClientCommand {
        static let configuration = CommandConfiguration(
            commandName: "off", abstract: "Turns the radio off, and ends a connection first.",
            discussion: "It stays off until 'power on', 'power reset', or until the stick is unplugged.")

        @OptionGroup var modem: ModemArgument
        @OptionGroup var limit: TimeoutOption
        @OptionGroup var common: CommonOptions

        @LoopActor func run(_ service: RemoteService) async throws {
            let action = try await LongAction(service, modem)
            try await action.perform(ending: "the stick goes on turning its radio off") { [limit] _ in
                try await service.enable(action.modem, false, timeout: limit.duration)
            }
            try await action.printModem(json: common.json, "has its radio off")
        }
    }

    struct ResetCommand: ClientCommand {
        static let configuration = CommandConfiguration(
            commandName: "reset", abstract: "Starts a stick anew, and ends a connection first.",
            discussion: "It may leave the bus, and is back within 40 seconds; 'zte-client monitor' shows how far it is."
        )

        @Flag(help: "Only turn the radio off and on.")
        var radio = false
        @OptionGroup var modem: ModemArgument
        @OptionGroup var limit: TimeoutOption
        @OptionGroup var common: CommonOptions

        @LoopActor func run(_ service: RemoteService) async throws {
            let action = try await LongAction(service, modem)
            let kind = radio ? "radio" : "modem"
            try await action.perform(ending: "the stick may start anew") { [limit] _ in
                try await service.reset(action.modem, kind, timeout: limit.duration)
            }
            try await action.printModem(json: common.json, radio ? "has started its radio anew" : "starts anew")
        }
    }
}

extension LongAction {
    /// The stick as it is now, or what became of it.
    fileprivate func printModem(json: Bool, _ outcome: String) async throws {
        let modem = try await modemNow()
        if json {
            try Output.standard.writeLine(JSON(modem).text)
        } else {
            try Output.standard.writeLine(EscapedText.escape("\(modem.physicalPort) \(outcome)"))
        }
    }
}
