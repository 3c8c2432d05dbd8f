import ModemCore
import Testing

@testable import PPPSession

@Suite struct AddressReportTests {
    private static let good = "IFNAME=ppp0\nIPLOCAL=10.1.2.3\nIPREMOTE=10.64.64.64\n"

    @Test(arguments: [
        (good, []), (good + "DNS1=8.8.8.8\n", ["8.8.8.8"]),
        (good + "DNS1=1.1.1.1\nDNS2=9.9.9.9\n", ["1.1.1.1", "9.9.9.9"]),
        (good + "DNS2=9.9.9.9", ["9.9.9.9"]),
    ])
    func whatTheScriptWrites(text: String, dns: [String]) {
        let address = AddressReport.parse(Array(text.utf8))
        #expect(address == CallAddress(interface: "ppp0", address: "10.1.2.3", peer: "10.64.64.64", dns: dns))
    }

    @Test(arguments: [
        ("resolved", NameServerUse.resolved), ("resolvconf", .resolvconf), ("file", .file), ("none", .unused),
    ])
    func whoWasToldOfTheServers(word: String, use: NameServerUse) {
        #expect(AddressReport.parse(Array((Self.good + "DNS1=8.8.8.8\nDNSBY=\(word)\n").utf8))?.dnsUse == use)
    }

    @Test(arguments: [
        "", "\n", "IFNAME=ppp0\n", "IFNAME=ppp0\nIPLOCAL=10.1.2.3\n", good + "IFNAME=ppp1\n", good + "PATH=/tmp\n",
        good + "DNS1=\n", good + "DNS1=8.8.8\n", good + "garbage\n", good + "=x\n", good + "DNS1=8.8.8.8\0\n",
        good + "DNS1=8.8.8.8 \n", good + "DNSBY=\n", good + "DNSBY=dnsmasq\n", good + "DNSBY=file\nDNSBY=file\n",
        good + String(repeating: "\n", count: 300),
        good.replacing("ppp0", with: "eth0"), good.replacing("ppp0", with: "ppp"),
        good.replacing("ppp0", with: "ppp-1"),
        good.replacing("ppp0", with: "ppp0/../.."), good.replacing("ppp0", with: "ppp0123456789"),
        good.replacing("10.1.2.3", with: "0.0.0.0"), good.replacing("10.1.2.3", with: "10.1.2.256"),
        good.replacing("10.1.2.3", with: "10.1.2.03"), good.replacing("10.1.2.3", with: "10.1.2.+3"),
        good.replacing("10.1.2.3", with: "10.1.2.3.4"), good.replacing("10.1.2.3", with: "::1"),
        good.replacing("10.1.2.3", with: "99999999999.1.2.3"), good.replacing("10.1.2.3", with: "10.1.2.３"),
    ])
    func nothingElseIsTaken(text: String) {
        #expect(AddressReport.parse(Array(text.utf8)) == nil)
    }

    @Test func bytesThatAreNotText() {
        #expect(AddressReport.parse(Array(Self.good.utf8) + [0xff, 0xfe]) == nil)
    }
}

@Suite struct MessageTailTests {
    @Test func linesArePrintable() {
        var tail = MessageTail()
        tail.append(Array("Remote message: \u{1b}[31mno\u{7}\r\n\nModem ".utf8) + [0xff] + Array("hangup".utf8))
        #expect(tail.lines == ["Remote message: [31mno", "Modem ?hangup"])
    }

    @Test func onlyTheEndOfAFloodIsKept() {
        var tail = MessageTail()
        for number in 0..<10_000 { tail.append(Array("line \(number)\n".utf8)) }
        #expect(tail.lines.last == "line 9999")
        #expect(tail.lines.first == "line 9591")
        tail.append([UInt8](repeating: 0x41, count: 1_000_000))
        tail.append(Array("\nlast\n".utf8))
        #expect(tail.lines == ["last"])
    }

    @Test func aLongLineIsCut() {
        var tail = MessageTail()
        tail.append([UInt8](repeating: 0x41, count: 1000))
        #expect(tail.lines.map(\.count) == [200])
    }
}

@Suite struct ProcessIDFileTests {
    @Test(arguments: [
        ("      1234\n", 1234 as Int32?), ("77\n", 77), ("77", 77), ("", nil), ("x\n", nil), ("12 34\n", nil),
    ])
    func theNumber(text: String, number: Int32?) {
        #expect(ProcessIDFile.number(Array(text.utf8)) == number)
    }

    @Test func theLockIsNamedAsPppdNamesIt() {
        #expect(ProcessIDFile.lockName(node: "ttyUSB0") == "LCK..ttyUSB0")
        #expect(ProcessIDFile.lockName(node: "pts/3") == "LCK..pts_3")
    }
}
