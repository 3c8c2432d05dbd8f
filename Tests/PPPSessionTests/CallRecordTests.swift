import ModemCore
import Testing

@testable import PPPSession

/// What goes to a program that is root: exactly what is meant, or nothing.
struct CallRecordTests {
    private static func call(
        username: String? = nil, password: String? = nil, _ authentication: Authentication = .any,
        defaultRoute: Bool = true, metric: UInt32? = nil, peerDNS: Bool = true, reportsDNSOnly: Bool = false,
        ipType: IPType = .ipv4
    ) throws -> CallRequest {
        CallRequest(
            port: TTYPort(node: "ttyUSB2", interfaceNumber: 0, physicalPort: "", driver: "", deviceNumber: 0),
            username: try username.map { try Credential($0, name: "username") },
            password: try password.map { try Credential($0, name: "password") }, authentication: authentication,
            defaultRoute: defaultRoute, routeMetric: metric, peerDNS: peerDNS, reportsDNSOnly: reportsDNSOnly,
            ipType: ipType)
    }

    private func read(_ text: String) throws -> CallRequest { try CallRecord.read(Array(text.utf8), node: "ttyUSB2") }

    @Test func whatIsWrittenIsRead() throws {
        let all = String((0x20...0x7e).filter { $0 != 0x22 && $0 != 0x5c }.map { Character(Unicode.Scalar($0)) })
        let calls = [
            try Self.call(), try Self.call(username: "a=b", password: " ", .pap, metric: 0),
            try Self.call(username: String(all.prefix(64)), password: String(all.suffix(64)), .chap, metric: .max),
            try Self.call(.none, defaultRoute: false, peerDNS: false, ipType: .ipv4v6),
            try Self.call(defaultRoute: false, reportsDNSOnly: true),
        ]
        for call in calls {
            let record = CallRecord(call)
            #expect(record.text.utf8.count <= CallRecord.limit)
            #expect(try read(record.text) == call)
        }
    }

    static let whole = "zte-call=1\nauth=any\ndefault-route=yes\npeer-dns=no\nip-type=ipv4\n"

    @Test func theWholeOfItIsNeededAndNoMore() throws {
        #expect(try read(Self.whole).peerDNS == false)
        for line in Self.whole.split(separator: "\n") {
            let without = Self.whole.replacing(line + "\n", with: "")
            #expect(throws: CallRecord.Refusal.self, "without \(line)") { try read(without) }
        }
    }

    @Test(arguments: [
        "", "\n", "zte-call=1", "zte-call=2\nauth=any\ndefault-route=yes\npeer-dns=no\nip-type=ipv4\n", whole + "\n",
        whole + "plugin=x\n",
        whole + "ip-type=ipv6\n", whole + "auth=pap\n", whole + "connect /bin/sh\n", whole + "username\n",
        whole + "username=\n",
        whole + "username=a\"b\n", whole + "username=a\\b\n", whole + "password=a\rb\n", whole + "password=a\0b\n",
        whole + "password=\u{e9}\n", whole + "route-metric=-1\n", whole + "route-metric=007\n",
        whole + "route-metric=4294967296\n", whole + "route-metric=1 plugin x\n", whole + " username=x\n",
        whole + "Username=x\n", String(whole.dropLast()),
        "zte-call=1\nauth=eap\ndefault-route=yes\npeer-dns=no\nip-type=ipv4\n",
        "zte-call=1\nauth=any\ndefault-route=true\npeer-dns=no\nip-type=ipv4\n",
        whole + "username=\(String(repeating: "x", count: 65))\n", whole + String(repeating: "x", count: 600) + "\n",
    ])
    func everythingElseIsRefused(text: String) {
        #expect(throws: CallRecord.Refusal.self) { try read(text) }
    }

    @Test func aRefusalRepeatsNothing() throws {
        let texts = [
            "secret", Self.whole + "secret=1\n", Self.whole + "password=secret\"\n",
            Self.whole + "route-metric=secret\n",
        ]
        for text in texts {
            let refusal = #expect(throws: CallRecord.Refusal.self) { try read(text) }
            #expect(refusal?.reason.contains("secret") == false)
        }
    }
}

struct CallUnitTests {
    @Test(arguments: ["ttyUSB0", "ttyUSB12", "ttyUSB9999"])
    func aTTYOfAStickHasAUnit(node: String) {
        #expect(CallUnit.isNode(node))
        #expect(CallUnit.node(of: CallUnit.name(node: node)) == node)
    }

    @Test(arguments: [
        "", "ttyUSB", "ttyUSB00", "ttyUSB01", "ttyUSB12345", "ttyS0", "ttyUSB1/", "../ttyUSB1", "ttyUSB1 ", "ttyUSB-1",
        "ttyUSB1\n", "ttyUSB\u{661}",
    ])
    func nothingElseHas(node: String) {
        #expect(!CallUnit.isNode(node))
        #expect(CallUnit.node(of: CallUnit.name(node: node)) == nil)
    }

    @Test func otherUnitsAreNotOurs() {
        #expect(CallUnit.node(of: "zte-modemd.service") == nil)
        #expect(CallUnit.node(of: "zte-pppd@ttyUSB0.scope") == nil)
    }

    @Test func theLastLinesTravelInAStatus() {
        #expect(CallUnit.lines(of: CallUnit.status(of: ["one", "two"])) == ["one", "two"])
        #expect(CallUnit.lines(of: "") == [])
        let many = (0..<100).map { "line \($0) " + String(repeating: "x", count: 90) }
        let status = CallUnit.status(of: many)
        #expect(status.utf8.count <= 2000)
        #expect(CallUnit.lines(of: status) == Array(many.suffix(CallUnit.lines(of: status).count)))
        #expect(CallUnit.lines(of: status).count > 15)
    }
}
