import ArgumentParser
import DBus
import EventLoop
import ModemClient

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Flag(help: "Print JSON, on one line or a line for each event; names are those of D-Bus.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "The service of another machine, over SSH: [user@]host[:port].",
            discussion: "That machine needs systemd-stdio-bridge. An IPv6 address stands in brackets.",
            valueName: "host"))
    var host: RemoteHost?

    @Option(help: ArgumentHelp("Address of the bus.", valueName: "address", visibility: .hidden))
    var bus: String?

    func validate() throws {
        guard host == nil || bus == nil else { throw ValidationError("--host and --bus exclude each other") }
    }
}

/// Which stick.
struct ModemArgument: ParsableArguments {
    @Argument(
        help: ArgumentHelp(
            "Which stick: its number in the list, port (1-1.2), IMEI, USB id (19d2:0001) or object path.",
            discussion: "Not needed when there is one."),
        completion: .shellCommand("zte-client list 2>/dev/null | awk 'NR > 1 { print $2 }'"))
    var modem: String?

    func find(among modems: [RemoteModem]) throws(Complaint) -> RemoteModem {
        do throws(ModemSelection.Failure) {
            return try ModemSelection.find(modem, among: modems)
        } catch {
            throw Complaint(error)
        }
    }
}

/// How long to wait.
struct TimeoutOption: ParsableArguments {
    @Option(help: ArgumentHelp("How long to wait, in seconds.", valueName: "seconds"))
    var timeout = 180

    func validate() throws {
        guard (1...86400).contains(timeout) else { throw ValidationError("--timeout must be 1 to 86400 seconds") }
    }

    var duration: Duration { .seconds(timeout) }
}

/// A command that talks to the service, on the event loop.
protocol ClientCommand: ParsableCommand, Sendable {
    var common: CommonOptions { get }

    /// Before the loop runs: what may block, such as reading a file.
    mutating func prepare() throws
    @LoopActor func run(_ service: RemoteService) async throws
}

extension ClientCommand {
    mutating func prepare() throws {}

    mutating func run() throws {
        try prepare()
        EventLoop.exit { [self] in await status().rawValue }
    }

    @LoopActor private func status() async -> ExitStatus {
        do {
            try await common.withService { service throws in try await run(service) }
            return .success
        } catch {
            let complaint = Complaint(any: error)
            try? Output.error.write(complaint.text)
            return complaint.status
        }
    }
}

extension Complaint {
    init(any error: any Error) {
        switch error {
        case let complaint as Complaint: self = complaint
        case let error as ServiceError: self.init(error)
        case is Interrupted: self.init(.interrupted, "interrupted")
        default: self.init(.failed, "\(error)")
        }
    }
}
