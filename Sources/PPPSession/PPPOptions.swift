internal import ModemCore

/// The whole of pppd's options for one call, as the text of an options file (pppd(8), OPTIONS FILES).
///
/// It is read after the system's `/etc/ppp/options` and must therefore say what that file may have changed. Every option
/// here is known to pppd 2.4.9 and 2.5.x: an unknown one would end the call before it began.
struct PPPOptions: Equatable, Sendable {
    let text: String

    /// - Parameters:
    ///   - folder: handed to the scripts as their sixth argument; they write the address there.
    ///   - scripts: where `ppp-up` and `ppp-down` are installed.
    init(_ call: CallRequest, folder: String, scripts: String) {
        let options =
            Self.supervision + Self.line + Self.linkControl + Self.authentication(call) + Self.network(call)
            + Self.routing(call) + [
                .word("ip-up-script", scripts + "/ppp-up"),
                .word("ip-down-script", scripts + "/ppp-down"),
                .word("ipparam", folder),
            ]
        text = options.map(\.line).joined()
    }

    // MARK: The groups

    // nopersist, idle, maxconnect: redialling and giving up are decided above, whatever the site's file says.
    private static let supervision: [PPPOption] = [
        .flag("nodetach"), .number("logfd", 1), .flag("hide-password"), .flag("nopersist"), .number("idle", 0),
        .number("maxconnect", 0),
    ]

    // modem: a drop of DCD ends the call at once, and DTR is dropped at the end, which is what hangs the stick up. A
    // driver without carrier detect reports it as present, so opening does not wait. nocrtscts: USB has flow control of
    // its own, and a stick that never raises CTS would be mute. The speed means nothing either, but B0 is fatal.
    private static let line: [PPPOption] = [
        .flag("115200"), .flag("modem"), .flag("nocrtscts"), .flag("lock"),
    ]

    // The peer is the firmware of the stick: it answers in milliseconds or not at all. Silence from the start ends after
    // 15 s. A dead link is noticed 24 to 32 s after its last answer and given up 2 s later. With the default of 3 s a
    // TermReq of the peer would be acted on 3 s late, and a silent peer would outlast the 5 s before SIGKILL.
    private static let linkControl: [PPPOption] = [
        .number("lcp-restart", 1), .number("lcp-max-configure", 15), .number("lcp-max-terminate", 2),
        .number("lcp-echo-interval", 8), .number("lcp-echo-failure", 3),
    ]

    private static func authentication(_ call: CallRequest) -> [PPPOption] {
        // No network demands EAP of a stick, and pppd's EAP parser has been a way in before authentication
        // (CVE-2020-8597).
        let refused: [String] =
            switch call.authentication {
            case .any: ["eap"]
            case .pap: ["eap", "chap", "mschap", "mschap-v2"]
            case .chap: ["eap", "pap", "mschap", "mschap-v2"]
            case .none: ["eap", "pap", "chap", "mschap", "mschap-v2"]
            }
        let fixed: [PPPOption] = [.flag("noauth"), .number("pap-restart", 3), .number("pap-max-authreq", 5)]
        return fixed + refused.map { .flag("refuse-" + $0) } + credentials(call)
    }

    // Most sticks ask for PAP or CHAP even where the network takes anybody, and pppd agrees to neither without a
    // password: then no call comes about. Without a user it would send the name of this machine.
    private static func credentials(_ call: CallRequest) -> [PPPOption] {
        if call.authentication == .none { return [] }
        return [
            .word("user", call.username?.text ?? Self.nobody), .word("password", call.password?.text ?? Self.nobody),
        ]
    }

    private static let nobody = "guest"

    // The network may take its time for the context, so IPCP keeps pppd's patience of 30 s. Compression is what
    // firmware gets wrong and gains nothing here.
    private static func network(_ call: CallRequest) -> [PPPOption] {
        let fixed: [PPPOption] = [
            .flag("noccp"), .flag("novj"), .flag("noipdefault"), .number("ipcp-restart", 3),
            .number("ipcp-max-configure", 10),
        ]
        return fixed + names(call) + ipv6(call)
    }

    // pppd writes a file of its own with them, which nobody reads; ppp-up does the rest, or leaves it.
    private static func names(_ call: CallRequest) -> [PPPOption] {
        guard call.peerDNS else { return [] }
        return [.flag("usepeerdns")] + (call.reportsDNSOnly ? [.word("set", "ZTE_DNS=report")] : [])
    }

    // The network chooses our interface identifier, which pppd takes unless told otherwise. A peer without IPv6 says so,
    // and the call goes on. Prefix and default route come by router advertisement, which is the kernel's; ppp-up says
    // what it may take of it. No script of ours is told: pppd 2.4.9 has no option for that.
    private static func ipv6(_ call: CallRequest) -> [PPPOption] {
        switch call.ipType {
        case .ipv4: [.flag("noipv6")]
        case .ipv4v6:
            [
                .flag("+ipv6"), .flag("nodefaultroute6"), .number("ipv6cp-restart", 3),
                .number("ipv6cp-max-configure", 10),
                .word("set", "ZTE_IPV6=\(call.defaultRoute ? "default" : "local")"),
            ]
        }
    }

    // pppd 2.4.9 adds no default route where one exists on another interface, whatever `defaultroute-metric` says, and
    // keeps the metric in a short. A route with a metric is therefore added by ppp-up; it goes with the interface.
    private static func routing(_ call: CallRequest) -> [PPPOption] {
        guard call.defaultRoute else { return [.flag("nodefaultroute")] }
        guard let metric = call.routeMetric else { return [.flag("defaultroute")] }
        return [.flag("nodefaultroute"), .word("set", "ZTE_ROUTE_METRIC=\(metric)")]
    }
}

/// One option with its argument.
enum PPPOption: Equatable, Sendable {
    case flag(String)
    case number(String, Int)
    /// An argument that is not ours: always quoted.
    case word(String, String)

    var line: String {
        switch self {
        case .flag(let name): "\(name)\n"
        case .number(let name, let value): "\(name) \(value)\n"
        case .word(let name, let value): "\(name) \(Self.quoted(value))\n"
        }
    }

    /// One word by pppd's rules: in double quotes only `"` and `\` are special, and `\ooo` is one byte. What could end the
    /// line or the quotes is written in octal, so no value can become a second option.
    static func quoted(_ value: String) -> String {
        var word = "\""
        for byte in value.utf8 {
            if (0x20...0x7e).contains(byte) && byte != 0x22 && byte != 0x5c {
                word.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 8)
                word += "\\" + String(repeating: "0", count: 3 - digits.count) + digits
            }
        }
        return word + "\""
    }
}
