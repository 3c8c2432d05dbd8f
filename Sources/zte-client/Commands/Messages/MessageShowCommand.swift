import ArgumentParser
import DBus
import EventLoop
import ModemClient

struct MessageShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Shows one message.")

    @Argument(help: "Its number in the list.")
    var id: UInt32
    @OptionGroup var sim: MessageSIMOptions
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let message = MessageText(try await service.message(id, of: try await sim.find(service)))
        if common.json { return try Output.standard.writeLine(message.json.text) }
        try Output.standard.write(message.details)
    }
}

struct MessageDeleteCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Deletes messages for good; one that waits to be sent is not sent.")

    @Argument(help: "Their numbers in the list.")
    var ids: [UInt32]
    @OptionGroup var sim: MessageSIMOptions
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let sim = try await sim.find(service)
        for id in ids { try await service.deleteMessage(id, of: sim) }
        if common.json { try Output.standard.writeLine(JSON.array(ids.map { .integer($0) }).text) }
    }
}

struct MessageExportCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes all messages, the oldest first, as one JSON object on each line.")

    @OptionGroup var sim: MessageSIMOptions
    @Option(help: ArgumentHelp("Only those after that one.", valueName: "id"))
    var after: UInt32 = 0
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let sim = try await sim.find(service)
        var last = after
        while true {
            let messages = try await service.messages(
                of: sim, ["after": .uint32(last), "limit": .uint32(1000), "text": .boolean(true)])
            for message in messages.map({ MessageText($0) }) {
                try Output.standard.writeLine(message.json.text)
                last = max(last, message.id)
            }
            if messages.isEmpty { return }
        }
    }
}
