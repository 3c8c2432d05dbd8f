import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A stick with one port for commands and calls.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct SharedPortTests {
    private let world = ScriptedWorld()
    private static let map = PortMap(usbID: Story.map.usbID, model: "MF110", roles: [0: .data])
    private static let ports = [Story.port(0)]

    private func registered() async -> Bool { await world.registers(Self.map, ports: Self.ports) }

    @Test func nothingIsSentAndNothingIsClaimedDuringTheCall() async throws {
        #expect(await registered())
        #expect(try await world.connects())
        let sent = world.stick.log.count
        #expect(world.modem.snapshot.network == NetworkStatus())
        await world.pass(.seconds(120))
        #expect(world.stick.log.count == sent)
        #expect(!world.stick.log.contains { $0.contains("+++") })
        #expect(world.modem.snapshot.state == .connected)
    }

    @Test func afterTheCallEverythingIsReadAtOnce() async throws {
        #expect(await registered())
        #expect(try await world.connects())
        world.endCall(.hangUp)
        #expect(await world.reachesState(.registered))
        #expect(await world.wait(atMost: .seconds(5)) { world.modem.snapshot.network?.signalQuality == 64 })
        #expect(await world.wait { world.modem.snapshot.network?.operatorName == "Telekom" })
        world.ports.port("ttyUSB0")?.say("\r\n+CREG: 5,\"00C4\",\"0000ABCE\"\r\n+CGREG: 2\r\n")
        #expect(await world.wait { world.modem.snapshot.network?.registration == .roaming })
    }

    @Test func theSameAfterATtyThatWasHungUp() async throws {
        #expect(await registered())
        #expect(try await world.connects())
        world.ports.port("ttyUSB0")?.isHungUp = true
        world.endCall(.hangUp)
        #expect(await world.wait { world.modem.snapshot.network?.signalQuality == 64 })
        #expect(world.ports.opened.count == 2)
        #expect(try await world.connects())
    }

    @Test func aPortThatStaysSilentAfterTheCallFails() async throws {
        #expect(await registered())
        #expect(try await world.connects())
        world.stick.silentPorts = ["ttyUSB0"]
        world.endCall(.hangUp)
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .noAnswer)
        world.stick.silentPorts = []
        #expect(await world.reachesState(.registered))
    }
}
