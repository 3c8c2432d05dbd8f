import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// IPv6 beside IPv4: asked for, agreed upon by the ends of the call, and learnt from the network a moment later.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct IPv6Tests {
    private func settings(_ kind: IPType) throws -> ConnectSettings {
        ConnectSettings(accessPoint: try AccessPointName("internet"), ipType: kind)
    }

    private func contexts(_ world: ScriptedWorld) -> [String] {
        world.stick.log.filter { $0.hasPrefix("AT+CGDCONT=1") }
    }

    @Test func stickAndPppdAreToldOfIt() async throws {
        let world = ScriptedWorld()
        world.stick.answers["AT+CGDCONT=1,\"IPV4V6\",\"internet\""] = "\r\nOK\r\n"
        #expect(await world.registers())
        #expect(try await world.connects(settings(.ipv4v6)))
        #expect(contexts(world) == ["AT+CGDCONT=1,\"IPV4V6\",\"internet\""])
        #expect(world.calls.requests.last?.ipType == .ipv4v6)
    }

    @Test(arguments: ["\r\nERROR\r\n", "\r\n+CME ERROR: 50\r\n"])
    func aStickThatKnowsOneKindGetsThat(refusal: String) async throws {
        let world = ScriptedWorld()
        world.stick.answers["AT+CGDCONT=1,\"IPV4V6\",\"internet\""] = refusal
        #expect(await world.registers())
        #expect(try await world.connects(settings(.ipv4v6)))
        #expect(contexts(world) == ["AT+CGDCONT=1,\"IPV4V6\",\"internet\"", "AT+CGDCONT=1,\"IP\",\"internet\""])
    }

    @Test func itsAddressesAreShownWhenTheyCome() async throws {
        let world = ScriptedWorld()
        world.stick.answers["AT+CGDCONT=1,\"IPV4V6\",\"internet\""] = "\r\nOK\r\n"
        #expect(await world.registers())
        #expect(try await world.connects(settings(.ipv4v6)))
        #expect(world.modem.snapshot.connection?.ipv6 == nil)
        let agreed = LinkIPv6(linkLocal: "fe80::1", address: nil)
        world.meter.ipv6 = agreed
        #expect(await world.wait(atMost: .seconds(2)) { world.modem.snapshot.connection?.ipv6 == agreed })
        let announced = LinkIPv6(linkLocal: "fe80::1", address: "2001:db8::1")
        world.meter.ipv6 = announced
        #expect(await world.wait(atMost: .seconds(16)) { world.modem.snapshot.connection?.ipv6 == announced })
        world.endCall(.hangUp)
        #expect(await world.reachesState(.registered))
        #expect(world.modem.snapshot.connection?.ipv6 == nil)
    }

    @Test func nobodyLooksForWhatWasNotAskedFor() async throws {
        let world = ScriptedWorld()
        world.meter.ipv6 = LinkIPv6(linkLocal: "fe80::1", address: nil)
        #expect(await world.registers())
        #expect(try await world.connects(settings(.ipv4)))
        await world.pass(.seconds(20))
        #expect(world.modem.snapshot.connection?.ipv6 == nil)
        #expect(world.calls.requests.last?.ipType == .ipv4)
    }
}
