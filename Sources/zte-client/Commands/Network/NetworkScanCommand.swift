import ArgumentParser
import DBus
import EventLoop
import ModemClient

struct NetworkScanCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Looks for networks, which takes up to three minutes.",
        discussion: "SIGINT (Ctrl-C) ends it, at the stick too. During a connection it may not be possible.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var limit: TimeoutOption
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        try modem.requireNetwork()
        let progress = Progress()
        progress.show("\(modem.physicalPort): looking for networks, up to three minutes; Ctrl-C ends it")
        let networks = try await scan(modem, service, progress)
        if common.json {
            return try Output.standard.writeLine(JSON.array(networks.map { JSON($0) }).text)
        }
        if networks.isEmpty { return try Output.error.writeLine("no network was found") }
        try Output.standard.write(NetworkTable(networks: networks, paint: Output.standard.paint).text)
    }

    @LoopActor private func scan(
        _ modem: RemoteModem, _ service: RemoteService, _ progress: Progress
    ) async throws -> [[String: Value]] {
        defer { progress.finish() }
        do {
            return try await untilInterrupted { [limit] in try await service.scan(modem, timeout: limit.duration) }
        } catch is Interrupted {
            // Who leaves the bus ends its scan.
            service.close()
            throw Complaint(.interrupted, "interrupted; the stick stops looking")
        }
    }
}
