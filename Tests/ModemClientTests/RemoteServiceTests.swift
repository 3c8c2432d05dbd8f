import DBus
import EventLoop
import ModemAPI
import ModemClient
import TestSupport
import Testing

@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct RemoteServiceTests {
    @Test func theSticksAreListedByPort() async throws {
        let service = try await FakeService.start()
        for port in ["1-10", "1-2", "1-1.2"] { _ = try service.plug(port) }
        let client = try await RemoteService.open(.address(service.bus.address))
        let modems = try await client.modems()
        #expect(modems.map(\.physicalPort) == ["1-1.2", "1-2", "1-10"])
        #expect(modems[0].state == "registered")
        #expect(modems[0][NetworkInterface.signalQuality] == nil)
    }

    @Test func whatHappensIsToldInOrder() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2", state: "storage")
        let client = try await RemoteService.open(.address(service.bus.address))
        let watch = try await client.watch()
        #expect(watch.modems.map(\.state) == ["storage"])
        stick.go("switching")
        stick.go("failed", reason: "switch-ignored", message: "Replug it.")
        stick.set(NetworkInterface.signalQuality, 42)
        stick.unplug()
        let second = try service.plug("1-2")
        var changes: [ModemChange] = []
        for await change in watch.changes {
            changes.append(change)
            if case .arrived = change { break }
        }
        try #require(changes.count == 5)
        guard case .state(let first, from: "storage") = changes[0],
            case .state(let failed, from: "switching") = changes[1],
            case .properties(_, NetworkInterface.name, ["SignalQuality"]) = changes[2],
            case .left(let gone) = changes[3],
            case .arrived(let arrived) = changes[4]
        else {
            Issue.record("\(changes)")
            return
        }
        #expect(first.state == "switching" && failed.stateMessage == "Replug it." && gone.path == stick.path)
        #expect(failed.stateReason == "switch-ignored" && arrived.path == second.path)
    }

    @Test func aServiceThatReturnsIsSeenAgain() async throws {
        let service = try await FakeService.start()
        _ = try service.plug("1-1.2")
        let client = try await RemoteService.open(.address(service.bus.address))
        var changes = try await client.watch().changes.makeAsyncIterator()
        service.die()
        guard case .left? = await changes.next(), case .serviceLeft? = await changes.next() else {
            Issue.record("it did not leave")
            return
        }
        await #expect(throws: ServiceError.self) { try await client.modems() }
        try await service.restart()
        guard case .serviceReturned? = await changes.next(), case .arrived(let modem)? = await changes.next() else {
            Issue.record("it did not return")
            return
        }
        #expect(modem.physicalPort == "1-1.2")
        await service.bus.kill()
        while await changes.next() != nil {}
    }

    @Test func settingsAreTypedAsTheContractSays() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let client = try await RemoteService.open(.address(service.bus.address))
        let modem = try #require(try await client.modems().first)
        var request = ConnectRequest()
        request.apn = "internet"
        request.username = "me"
        request.password = "secret"
        request.authentication = "chap"
        request.pin = "1234"
        request.ipType = "ipv4v6"
        request.number = "*99#"
        request.allowRoaming = false
        request.defaultRoute = false
        request.routeMetric = 7
        request.peerDNS = false
        let result = try await client.connect(modem, request)
        #expect(result["interface"] == .string("ppp0"))
        let settings = try #require(stick.requests.first)
        #expect(settings.count == 11)
        for (key, value) in settings {
            let setting = try #require(ConnectSetting(rawValue: key))
            #expect(value.unwrapped.signatureText == setting.signature.text, "\(key)")
        }
        #expect(ConnectRequest().settings.isEmpty)
    }

    @Test func aCallEndsWithItsTimeLimit() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let called = Gate()
        let never = Gate()
        stick.onSwitch = { () throws(BusError) in
            called.open()
            await never.pass()
        }
        let clock = TestClock()
        let client = try await RemoteService.open(.address(service.bus.address), clock: clock)
        let modem = try #require(try await client.modems().first)
        let call = Task { @LoopActor in try await client.switchMode(modem) }
        await called.pass()
        clock.advance(by: .seconds(179))
        #expect(try await client.modems().count == 1)
        clock.advance(by: .seconds(1))
        await #expect(throws: ServiceError.noAnswer) { try await call.value }
        never.open()
    }

    @Test func aStickThatIsGoneIsNotAnUnknownObject() async throws {
        let service = try await FakeService.start()
        let stick = try service.plug("1-1.2")
        let client = try await RemoteService.open(.address(service.bus.address))
        let modem = try #require(try await client.modems().first)
        stick.unplug()
        await #expect(throws: ServiceError.stickGone) { try await client.disconnect(modem) }
    }

    @Test func withoutABusThereIsNoService() async {
        await #expect(throws: ServiceError.self) {
            _ = try await RemoteService.open(.address("unix:path=/nonexistent/bus"))
        }
    }
}

extension Value {
    fileprivate var signatureText: String {
        switch self {
        case .string: "s"
        case .boolean: "b"
        case .uint32: "u"
        default: "?"
        }
    }
}
