import ArgumentParser
import DBus
import EventLoop
import ModemClient

struct MessageListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists messages, the newest first.")

    enum Direction: String, CaseIterable, ExpressibleByArgument {
        case received, sent
    }

    @OptionGroup var sim: MessageSIMOptions
    @Option(help: "Only those that were received, or sent.")
    var direction: Direction?
    @Option(help: "Only those in that state, such as failed.")
    var state: String?
    @Option(help: "Only those with that in their number or text.")
    var search: String?
    @Option(help: "At most so many, 1 to 1000.")
    var limit: UInt32 = 50
    @Option(help: ArgumentHelp("Only those before that one.", valueName: "id"))
    var before: UInt32?
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let sim = try await sim.find(service)
        var options: [String: Value] = ["limit": .uint32(limit), "text": .boolean(true)]
        options["direction"] = direction.map { .string($0.rawValue) }
        options["state"] = state.map { .string($0) }
        options["search"] = search.map { .string($0) }
        options["before"] = before.map { .uint32($0) }
        let messages = try await service.messages(of: sim, options)
        if common.json {
            return try Output.standard.writeLine(JSON.array(messages.map { MessageText($0).json }).text)
        }
        if messages.isEmpty { return try Output.error.writeLine("there are no such messages") }
        let output = Output.standard
        try output.write(
            MessageTable(messages: messages.map { MessageText($0) }, width: output.width, paint: output.paint).text)
    }
}
