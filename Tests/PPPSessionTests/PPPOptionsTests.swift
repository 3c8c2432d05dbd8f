import ModemCore
import Testing

@testable import PPPSession

@Suite struct PPPOptionsTests {
    private static let port = TTYPort(
        node: "ttyUSB0", interfaceNumber: 0, physicalPort: "1-1", driver: "option", deviceNumber: 0)

    private func lines(_ call: CallRequest) -> [String] {
        PPPOptions(call, folder: "/run/zte-modem/ppp/ttyUSB0", scripts: "/usr/libexec/zte-modem").text
            .split(separator: "\n").map(String.init)
    }

    @Test func aCallWithCredentials() throws {
        let call = CallRequest(
            port: Self.port, username: try Credential("me #1", name: "username"),
            password: try Credential("it's secret", name: "password"), authentication: .pap)
        #expect(
            PPPOptions(call, folder: "/run/zte-modem/ppp/ttyUSB0", scripts: "/usr/libexec/zte-modem").text == """
                nodetach
                logfd 1
                hide-password
                nopersist
                idle 0
                maxconnect 0
                115200
                modem
                nocrtscts
                lock
                lcp-restart 1
                lcp-max-configure 15
                lcp-max-terminate 2
                lcp-echo-interval 8
                lcp-echo-failure 3
                noauth
                pap-restart 3
                pap-max-authreq 5
                refuse-eap
                refuse-chap
                refuse-mschap
                refuse-mschap-v2
                user "me #1"
                password "it's secret"
                noccp
                novj
                noipdefault
                ipcp-restart 3
                ipcp-max-configure 10
                usepeerdns
                noipv6
                defaultroute
                ip-up-script "/usr/libexec/zte-modem/ppp-up"
                ip-down-script "/usr/libexec/zte-modem/ppp-down"
                ipparam "/run/zte-modem/ppp/ttyUSB0"

                """)
    }

    @Test(arguments: [
        (Authentication.any, ["eap"]), (.pap, ["eap", "chap", "mschap", "mschap-v2"]),
        (.chap, ["eap", "pap", "mschap", "mschap-v2"]), (.none, ["eap", "pap", "chap", "mschap", "mschap-v2"]),
    ])
    func onlyTheAuthenticationAskedForIsAgreedTo(authentication: Authentication, refused: [String]) {
        let found = lines(CallRequest(port: Self.port, authentication: authentication)).filter {
            $0.hasPrefix("refuse-")
        }
        #expect(found == refused.map { "refuse-" + $0 })
    }

    @Test func nameServersThatAreOnlyReportedAreAskedForAllTheSame() {
        let report = "set \"ZTE_DNS=report\""
        let options = lines(CallRequest(port: Self.port, reportsDNSOnly: true))
        #expect(options.contains("usepeerdns") && options.contains(report))
        #expect(!lines(CallRequest(port: Self.port)).contains(report))
        let without = lines(CallRequest(port: Self.port, peerDNS: false, reportsDNSOnly: true))
        #expect(!without.contains("usepeerdns") && !without.contains(report))
    }

    @Test func withoutCredentialsTheMachinesNameIsNotSent() {
        let options = lines(CallRequest(port: Self.port))
        #expect(options.contains("user \"guest\"") && options.contains("password \"guest\""))
    }

    @Test func withoutAuthenticationNoCredentialsAreGiven() throws {
        let call = CallRequest(
            port: Self.port, password: try Credential("secret", name: "password"), authentication: .none)
        #expect(!lines(call).contains { $0.hasPrefix("user") || $0.hasPrefix("password") })
    }

    @Test(arguments: [
        (true, nil as UInt32?, ["defaultroute"]), (false, nil, ["nodefaultroute"]), (false, 5, ["nodefaultroute"]),
        (true, 700, ["nodefaultroute", "set \"ZTE_ROUTE_METRIC=700\""]),
        (true, .max, ["nodefaultroute", "set \"ZTE_ROUTE_METRIC=4294967295\""]),
    ])
    func theDefaultRoute(wanted: Bool, metric: UInt32?, expected: [String]) {
        let found = lines(CallRequest(port: Self.port, defaultRoute: wanted, routeMetric: metric)).filter {
            $0.contains("route") || $0.hasPrefix("set ")
        }
        #expect(found == expected)
    }

    @Test(arguments: [
        (IPType.ipv4, true, ["noipv6"]),
        (
            .ipv4v6, true,
            [
                "+ipv6", "nodefaultroute6", "ipv6cp-restart 3", "ipv6cp-max-configure 10", "set \"ZTE_IPV6=default\"",
            ]
        ),
        (
            .ipv4v6, false,
            ["+ipv6", "nodefaultroute6", "ipv6cp-restart 3", "ipv6cp-max-configure 10", "set \"ZTE_IPV6=local\""]
        ),
    ])
    func theKindsOfIP(kind: IPType, defaultRoute: Bool, expected: [String]) {
        let found = lines(CallRequest(port: Self.port, defaultRoute: defaultRoute, ipType: kind)).filter {
            $0.contains("ipv6") || $0.contains("route6") || $0.contains("IPV6")
        }
        #expect(found == expected)
    }

    @Test func peersDNSIsAskedForOnlyWhenWanted() {
        #expect(lines(CallRequest(port: Self.port, peerDNS: true)).contains("usepeerdns"))
        #expect(!lines(CallRequest(port: Self.port, peerDNS: false)).contains("usepeerdns"))
    }

    @Test(arguments: [
        ("plain", "\"plain\""), ("", "\"\""), ("two words", "\"two words\""), ("it's # not", "\"it's # not\""),
        ("a\"b", "\"a\\042b\""), ("a\\b", "\"a\\134b\""), ("x\nplugin /tmp/p.so", "\"x\\012plugin /tmp/p.so\""),
        ("x\r\t\0y", "\"x\\015\\011\\000y\""), ("é1", "\"\\303\\2511\""), ("\u{7f}", "\"\\177\""),
    ])
    func hostileWordsStayOneWord(value: String, quoted: String) {
        #expect(PPPOption.quoted(value) == quoted)
        #expect(PPPdWords.read(PPPOption.word("user", value).line) == [Array("user".utf8), Array(value.utf8)])
    }

    @Test func everyByteSurvivesPppdsReader() {
        let value = String(decoding: UInt8.min...UInt8(0x7f), as: UTF8.self) + "ÿ"
        #expect(PPPdWords.read(PPPOption.word("password", value).line).last == Array(value.utf8))
    }
}

/// How pppd splits an options file into words, as far as what we write needs it: quotes, octal escapes, comments.
private enum PPPdWords {
    static func read(_ text: String) -> [[UInt8]] {
        var words: [[UInt8]] = []
        var word: [UInt8]?
        var isQuoted = false
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\\"):
                let digits = String(decoding: rest.prefix(3), as: UTF8.self)
                word = (word ?? []) + [UInt8(digits, radix: 8) ?? 0]
                rest = rest.dropFirst(3)
            case UInt8(ascii: "\""):
                isQuoted.toggle()
                word = word ?? []
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                if isQuoted {
                    word = (word ?? []) + [byte]
                } else if let ended = word {
                    words.append(ended)
                    word = nil
                }
            case UInt8(ascii: "#") where !isQuoted: rest = rest.drop { $0 != 0x0a }
            default: word = (word ?? []) + [byte]
            }
        }
        return words
    }
}
