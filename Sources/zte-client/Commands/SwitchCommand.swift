import ArgumentParser
import EventLoop
import ModemAPI
import ModemClient

struct SwitchCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "switch",
        abstract: "Makes a modem of a stick that shows itself as a CD-ROM, or a CD-ROM of a modem.",
        discussion: """
            Returns when it is one or has failed. zte-modemd makes a modem of a stick by itself when it is plugged in, \
            unless its configuration says otherwise. A stick that was made a CD-ROM stays one until it is switched \
            again, connected, or plugged in anew.
            """)

    enum Method: String, CaseIterable, ExpressibleByArgument {
        case eject, message
        case driverRelease = "driver-release"
    }

    enum Target: String, CaseIterable, ExpressibleByArgument {
        case modem, storage
    }

    enum CDROM: String, CaseIterable, ExpressibleByArgument {
        case off, on
    }

    @OptionGroup var modem: ModemArgument
    @Option(help: "Try this method alone: eject, message or driver-release.")
    var method: Method?
    @Flag(help: "Switch although the CD-ROM is mounted.")
    var force = false
    @Option(help: "What it is to be: modem or storage, which is the CD-ROM. Without it a modem.")
    var to: Target?
    @Option(
        help: ArgumentHelp(
            "Show the CD-ROM at each plug, or never again: on or off.",
            discussion: "It is written into the stick, which has to be a modem."))
    var cdRom: CDROM?
    @OptionGroup var limit: TimeoutOption
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if method != nil, to == .storage { throw ValidationError("--method is for the way to a modem") }
        if method != nil, cdRom != nil { throw ValidationError("--method and --cd-rom exclude each other") }
        if cdRom == .off, to == .storage {
            throw ValidationError("--cd-rom off is of no use for a stick that is to be a CD-ROM")
        }
    }

    @LoopActor func run(_ service: RemoteService) async throws {
        let action = try await LongAction(service, modem)
        try await action.perform(ending: "the stick goes on switching") { [request, limit] _ in
            try await service.switchMode(action.modem, request, timeout: limit.duration)
        }
        let modem = try await action.modemNow()
        if common.json {
            try Output.standard.writeLine(JSON(modem).text)
        } else {
            try Output.standard.writeLine(EscapedText.escape(outcome(modem)))
        }
    }

    private var request: SwitchRequest {
        var request = SwitchRequest()
        request.target = to?.rawValue
        request.method = method?.rawValue
        request.isForced = force ? true : nil
        request.cdROM = cdRom?.rawValue
        return request
    }

    private func outcome(_ modem: RemoteModem) -> String {
        let kind = to == .storage ? "a CD-ROM" : "a modem"
        let name = modem[known: ModemInterface.usbID].map { " (\($0))" } ?? ""
        let lasting =
            switch cdRom {
            case nil: ""
            case .on?: "; from the next plug on it shows its CD-ROM"
            case .off?: "; from the next plug on it shows no CD-ROM"
            }
        return "\(modem.physicalPort) is \(kind)\(name)\(lasting)"
    }
}
