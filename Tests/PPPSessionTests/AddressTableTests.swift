import ModemCore
import Testing

@testable import PPPSession

struct AddressTableTests {
    // As Linux 6.1 prints them.
    private static let linkLocal = "fe800000000000000211222233334444 07 0a 20 80     ppp0\n"
    private static let global = "20010db8000000010211222233334444 07 40 00 00     ppp0\n"
    private static let temporary = "20010db8000000019d2e000000000001 07 40 00 01     ppp0\n"
    private static let others = """
        00000000000000000000000000000001 01 80 10 80       lo
        fe800000000000000000000000000001 02 40 20 80     eth0
        20010db8000000020000000000000001 02 40 00 00     eth0

        """

    private func read(_ text: String) -> LinkIPv6? { AddressTable.ipv6(of: "ppp0", in: Array(text.utf8)) }

    @Test func whatTheEndsAgreedUpon() {
        #expect(read(Self.others + Self.linkLocal) == LinkIPv6(linkLocal: "fe80::211:2222:3333:4444", address: nil))
    }

    @Test(arguments: [global, temporary + global, global + temporary])
    func whatTheNetworkAnnounced(lines: String) {
        #expect(
            read(Self.others + lines + Self.linkLocal)
                == LinkIPv6(linkLocal: "fe80::211:2222:3333:4444", address: "2001:db8:0:1:211:2222:3333:4444"))
    }

    @Test(arguments: [
        "", "\n", others, global, linkLocal.replacing("20 80", with: "20 c0"),
        linkLocal.replacing("20 80", with: "20 88"),
        linkLocal.replacing("ppp0", with: "ppp01"), linkLocal.replacing("fe80", with: "fe8"),
        linkLocal.replacing("fe80", with: "+e80"), linkLocal.replacing("fe80", with: "xe80"),
        linkLocal.replacing(" 80 ", with: " "), "fe80::1 07 0a 20 80 ppp0\n",
    ])
    func nothingElse(text: String) {
        #expect(read(text) == nil)
    }

    @Test func theMachineItself() async {
        // Not every machine has IPv6; no interface of that name is anywhere.
        await #expect(KernelLinkMeter().ipv6(on: "ppp4242") == nil)
    }
}
