import ArgumentParser
import Version

struct ZTEClient: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zte-client",
        abstract: "Controls ZTE USB sticks through zte-modemd.",
        discussion: """
            \(ExitStatus.table)

            Results go to standard output, progress and errors to standard error. With --host a command speaks with the \
            service of another machine.
            """,
        version: "zte-client \(Version.current)",
        subcommands: [
            ListCommand.self, ShowCommand.self, SwitchCommand.self, ConnectCommand.self, DisconnectCommand.self,
            ConnectionCommand.self, ProfileCommand.self, SIMCommand.self, NetworkCommand.self, SignalCommand.self,
            MessageCommand.self, USSDCommand.self, BalanceCommand.self, TopUpCommand.self, UsageCommand.self,
            PowerCommand.self, ATCommand.self, DeviceCommand.self, MonitorCommand.self,
            DoctorCommand.self,
        ])
}
