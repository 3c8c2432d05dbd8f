import ArgumentParser
import EventLoop
import ModemClient

struct MonitorCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitor", abstract: "Shows what happens to the sticks, as it happens, until SIGINT.",
        discussion: """
            Begins with the sticks that are there. With --json each line is one object with time, event (present, arrived, \
            left, state, message, properties, service-left, service-returned) and, for a stick, its path and port.
            """)

    @Flag(help: "Show changes of all properties, not only of the state.")
    var properties = false

    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        do {
            try await untilInterrupted { try await follow(service) }
        } catch is Interrupted {}
    }

    @LoopActor private func follow(_ service: RemoteService) async throws {
        let watch = try await service.watch()
        for modem in watch.modems { try show(.present(modem)) }
        for await change in watch.changes { try show(.changed(change)) }
        try Task.checkCancellation()
        throw Complaint(.notRunning, "the bus has gone away")
    }

    private func show(_ event: ChangeText.Event) throws(Complaint) {
        let text = ChangeText(event: event, time: .now)
        let line = common.json ? text.json(withProperties: properties)?.text : text.line(withProperties: properties)
        if let line { try Output.standard.writeLine(line) }
    }
}
