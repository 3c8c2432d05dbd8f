import ArgumentParser
import DBus
import EventLoop
import ModemAPI
import ModemClient

struct ConnectCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "connect", abstract: "Connects a stick to its network.",
        discussion: """
            Switches the stick and unlocks the SIM where that is needed, and returns when the connection is up or has \
            failed. The connection stays until 'zte-client disconnect'.

            Passwords and PINs are never given on the command line, which everybody on the machine can read: they come \
            from the first line of a file or an open descriptor. A descriptor that is a terminal is asked, without \
            echo; so is the terminal when the SIM turns out to want its PIN.
            """)

    enum Authentication: String, CaseIterable, ExpressibleByArgument {
        case any, none, pap, chap
    }

    enum IPType: String, CaseIterable, ExpressibleByArgument {
        case ipv4, ipv4v6
    }

    @OptionGroup var modem: ModemArgument

    @Option(
        help: "Id of a stored profile; what else is given comes before what it says.",
        completion: .shellCommand("zte-client profile list 2>/dev/null | awk 'NR > 1 { print $1 }'"))
    var profile: String?
    @Option(help: "Access point name of your operator. Without it the stick's own.")
    var apn: String?
    @Option(help: "User name, where the operator wants one.")
    var username: String?
    @Option(help: ArgumentHelp("File with the password.", valueName: "file"), completion: .file())
    var passwordFile: String?
    @Option(help: ArgumentHelp("Open descriptor to read the password from.", valueName: "number"))
    var passwordFd: Int32?
    @Option(help: "How to prove who you are: any, none, pap or chap.")
    var auth: Authentication?
    @Option(help: "Kinds of IP: ipv4 or ipv4v6.")
    var ipType: IPType?
    @Option(help: ArgumentHelp("File with the PIN of the SIM.", valueName: "file"), completion: .file())
    var pinFile: String?
    @Option(help: ArgumentHelp("Open descriptor to read the PIN from.", valueName: "number"))
    var pinFd: Int32?
    @Flag(help: "Do not connect in a foreign network.")
    var noRoaming = false
    @Flag(help: "Leave the default route alone.")
    var noDefaultRoute = false
    @Option(help: ArgumentHelp("Metric of the default route.", valueName: "number"))
    var routeMetric: UInt32?
    @Flag(help: "Do not use the name servers of the network.")
    var noPeerDns = false
    @Option(help: "Number to dial. Without it the one of the stick's context.")
    var number: String?

    @OptionGroup var limit: TimeoutOption
    @OptionGroup var common: CommonOptions

    private var password: Secret?
    private var pin: Secret?

    enum CodingKeys: CodingKey {
        case modem, profile, apn, username, passwordFile, passwordFd, auth, ipType, pinFile, pinFd, noRoaming
        case noDefaultRoute, routeMetric, noPeerDns, number, limit, common
    }

    func validate() throws {
        if passwordFile != nil, passwordFd != nil {
            throw ValidationError("--password-file and --password-fd exclude each other")
        }
        if pinFile != nil, pinFd != nil { throw ValidationError("--pin-file and --pin-fd exclude each other") }
        if let passwordFd, passwordFd == pinFd {
            throw ValidationError("--password-fd and --pin-fd must differ")
        }
        if noDefaultRoute, routeMetric != nil {
            throw ValidationError("--route-metric is of no use with --no-default-route")
        }
    }

    mutating func prepare() throws {
        password = try Self.secret(file: passwordFile, descriptor: passwordFd, "password")
        pin = try Self.secret(file: pinFile, descriptor: pinFd, "PIN")
    }

    @LoopActor func run(_ service: RemoteService) async throws {
        let action = try await LongAction(service, modem)
        let result = try await action.perform(
            ending: "the stick goes on connecting, zte-client disconnect ends that"
        ) { progress in
            var request = request
            request.password = try await password?.value(asking: "Password: ", progress)
            request.pin = try await pin?.value(asking: "PIN of the SIM: ", progress)
            return try await connect(action, request, progress)
        }
        if common.json {
            try Output.standard.writeLine(JSON(result.merging(["path": .objectPath(action.modem.path)]) { $1 }).text)
        } else {
            try Output.standard.writeLine(EscapedText.escape("connected: \(AddressText(result).summary)"))
        }
    }

    /// Asks for the PIN once the SIM has turned out to want it: before a switch nobody knows. Never after a wrong one.
    @LoopActor private func connect(
        _ action: LongAction, _ request: ConnectRequest, _ progress: Progress
    ) async throws -> [String: Value] {
        do throws(ServiceError) {
            return try await action.service.connect(action.modem, request, timeout: limit.duration)
        } catch {
            guard case .failed(.simLocked, _) = error, request.pin == nil, TerminalPrompt.isPossible else {
                throw error
            }
            let modem = try await action.modemNow()
            guard modem[SimInterface.lock] == "pin" else { throw error }
            let tries = modem[SimInterface.pinRetries].map { " (\($0) tries left)" } ?? ""
            var request = request
            request.pin = try await Secret.terminal(descriptor: 0).value(asking: "PIN of the SIM\(tries): ", progress)
            return try await action.service.connect(action.modem, request, timeout: limit.duration)
        }
    }

    /// What is on the command line, without secrets.
    private var request: ConnectRequest {
        var request = ConnectRequest()
        request.profile = profile
        request.apn = apn
        request.username = username
        request.authentication = auth?.rawValue
        request.ipType = ipType?.rawValue
        request.number = number
        request.allowRoaming = noRoaming ? false : nil
        request.defaultRoute = noDefaultRoute ? false : nil
        request.routeMetric = routeMetric
        request.peerDNS = noPeerDns ? false : nil
        return request
    }

    private static func secret(file: String?, descriptor: Int32?, _ name: String) throws(Complaint) -> Secret? {
        if let file { return try Secret.read(file: file, name) }
        if let descriptor { return try Secret.read(descriptor: descriptor, name) }
        return nil
    }
}

extension Secret {
    @LoopActor fileprivate func value(asking prompt: String, _ progress: Progress) async throws -> String {
        switch self {
        case .text(let text): text
        case .terminal(let descriptor):
            try await progress.pausing { try await TerminalPrompt.ask(prompt, from: descriptor) }
        }
    }
}
