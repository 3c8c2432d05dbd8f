import ArgumentParser

struct NetworkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "network", abstract: "Shows the mobile network, looks for others, and chooses one.",
        subcommands: [
            NetworkShowCommand.self, NetworkScanCommand.self, NetworkRegisterCommand.self, NetworkModeCommand.self,
        ])
}
