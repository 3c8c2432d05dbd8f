import ArgumentParser
import EventLoop
import ModemAPI
import ModemClient

struct NetworkShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows the network a stick is in, and how well it hears it.")

    @OptionGroup var modem: ModemArgument
    @OptionGroup var common: CommonOptions

    @LoopActor func run(_ service: RemoteService) async throws {
        let modem = try modem.find(among: try await service.modems())
        try Self.print(modem, common)
    }

    static func print(_ modem: RemoteModem, _ common: CommonOptions) throws(Complaint) {
        if common.json { return try Output.standard.writeLine(JSON(networkOf: modem).text) }
        try modem.requireNetwork()
        let details = ModemDetails(modem: modem, now: WallClock.now.seconds, paint: Output.standard.paint)
        try Output.standard.write(details.networkText)
    }
}

extension RemoteModem {
    /// Its radio is not on, and everything about networks would be refused.
    func requireNetwork() throws(Complaint) {
        if interfaces[NetworkInterface.name] != nil { return }
        let advice = stateMessage.isEmpty ? nil : stateMessage
        throw Complaint(
            .failed, "\(physicalPort): no network is known, the stick is in state '\(state)'", advice: advice)
    }
}
