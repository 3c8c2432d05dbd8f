import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A call that an earlier run of the service has left is found, and goes on.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct InheritedCallTests {
    private let world = ScriptedWorld()
    private let call = ScriptedInheritedCall(on: "ttyUSB0")

    /// As the pipeline tells it.
    private func plug(_ ports: [TTYPort] = Story.ports) {
        world.modem.feed(.attachedModem(Story.modem, Story.map))
        for port in ports {
            if port.node == call.node { world.modem.inherit(call, on: port) }
            world.modem.feed(.portAdded(port))
        }
    }

    private func carriesOn() async -> Bool {
        plug()
        return await isCarriedOn()
    }

    private func isCarriedOn() async -> Bool {
        await world.wait { world.modem.snapshot.state == .connected && call.call != nil }
    }

    @Test func itIsShownAndItsPortIsNotOpened() async {
        #expect(await carriesOn())
        #expect(world.modem.snapshot.connection?.address == ScriptedCall.address)
        #expect(world.modem.snapshot.connection?.since == 1_600_000_000)
        #expect(await world.wait { world.modem.snapshot.network?.signalQuality == 64 })
        #expect(world.modem.snapshot.identity.model == "MF622")
        await world.pass(.seconds(60))
        #expect(world.ports.opened.map(\.name) == ["ttyUSB2"])
        #expect(world.states == [.settling, .probing, .connected])
        #expect(world.modem.snapshot.connection?.since == 1_600_000_000)
        #expect(world.calls.requests.isEmpty)
        #expect(!world.stick.log.contains { $0.hasPrefix("ATD") || $0.hasPrefix("AT+CFUN=") || $0.hasPrefix("ATZ") })
    }

    @Test func disconnectEndsItAndTheNextOneIsMade() async throws {
        #expect(await carriesOn())
        try await world.keeper.disconnect(world.modem)
        #expect(call.call?.hangUps == 1)
        #expect(await world.reachesState(.registered))
        #expect(world.modem.snapshot.connection?.address == nil)
        #expect(world.ports.opened.map(\.name) == ["ttyUSB2", "ttyUSB0"])
        #expect(try await world.connects())
    }

    @Test func itsEndIsNoticed() async throws {
        #expect(await carriesOn())
        call.call?.end(.hangUp)
        #expect(await world.reachesState(.registered))
        #expect(world.modem.snapshot.connection?.lastError?.error == .callFailed(.hangUp))
        #expect(try await world.connects())
    }

    @Test func whoWantsAnotherIsToldSo() async {
        plug([])
        let wish = Task { try await world.modem.connect(ConnectSettings()) }
        await Task.yield()
        world.modem.inherit(call, on: Story.ports[0])
        for port in Story.ports { world.modem.feed(.portAdded(port)) }
        await #expect(throws: ModemError.wrongState(.connected, needed: "disconnect first")) {
            _ = try await wish.value
        }
        #expect(await world.reachesState(.connected))
    }

    @Test func aControlPortThatIsSilentDoesNotEndIt() async {
        world.stick.silentPorts = ["ttyUSB2"]
        #expect(await carriesOn())
        #expect(world.modem.snapshot.reason == .controlSilent)
        #expect(call.ends == 0 && call.call?.hangUps == 0)
        world.stick.silentPorts = []
        call.call?.end(.hangUp)
        #expect(await world.reachesState(.registered))
    }

    @Test func theOnlyPortIsThatOfTheCall() async throws {
        let map = PortMap(usbID: Story.map.usbID, model: "MF110", roles: [0: .data])
        world.modem.feed(.attachedModem(Story.modem, map))
        world.modem.inherit(call, on: Story.ports[0])
        world.modem.feed(.portAdded(Story.ports[0]))
        #expect(await isCarriedOn())
        #expect(world.ports.opened.isEmpty)
        call.call?.end(.hangUp)
        #expect(await world.reachesState(.registered))
    }

    @Test func oneThatIsNotUpIsEndedFirst() async {
        let call = ScriptedInheritedCall(on: "ttyUSB0", address: nil)
        world.modem.feed(.attachedModem(Story.modem, Story.map))
        world.modem.inherit(call, on: Story.ports[0])
        for port in Story.ports { world.modem.feed(.portAdded(port)) }
        #expect(await world.reachesState(.registered))
        #expect(call.ends == 1 && call.call == nil)
        #expect(Set(world.ports.opened.map(\.name)) == ["ttyUSB0", "ttyUSB2"])
    }

    @Test func aStickThatLeavesTakesItAlong() async {
        #expect(await carriesOn())
        world.modem.feed(.detached(Story.modem.identity))
        await world.modem.waitUntilReleased()
        #expect(call.call?.hangUps == 1)
    }

    @Test func oneThatLeavesBeforeItIsDecidedEndsIt() async {
        plug([Story.ports[0]])
        world.modem.feed(.detached(Story.modem.identity))
        await world.modem.waitUntilReleased()
        #expect(call.ends == 1 && call.call == nil)
    }

    @Test func disconnectBeforeItIsDecidedEndsIt() async throws {
        plug([Story.ports[0]])
        try await world.modem.disconnect()
        for port in Story.ports.dropFirst() { world.modem.feed(.portAdded(port)) }
        #expect(await world.reachesState(.registered))
        #expect(call.ends == 1 && call.call == nil)
    }

    @Test func anEndWhileTheStickIsReadLosesNothing() async {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        #expect(await carriesOn())
        call.call?.end(.hangUp)
        #expect(await world.reachesState(.locked))
    }
}
