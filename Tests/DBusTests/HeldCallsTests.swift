import DBus
import EventLoop
import TestSupport
import Testing

/// Calls that arrive before the service knows its answers.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct HeldCallsTests {
    @Test func aHeldCallIsAnsweredWithWhatIsTrueWhenItIsReleased() async throws {
        let service = try await SampleService()
        service.tree.holdCalls()
        let early = Task {
            try await service.call(ObjectTreeTests.properties, "Get", [.string(Sample.interface), .string("State")])
        }
        // A message of the same sender that comes later overtakes nothing: the held one has arrived by then.
        try await service.client.flush()
        try await service.connection.flush()
        var values = service.device.current
        values[Sample.state] = "busy"
        service.device.update(values)
        service.tree.releaseCalls()
        #expect(try await early.value == [.variant(.string("busy"))])
    }

    @Test func onceReleasedCallsAreAnsweredAsTheyCome() async throws {
        let service = try await SampleService()
        service.tree.holdCalls()
        service.tree.releaseCalls()
        #expect(try await service.client.call(Sample.echo, on: service.object, "hello") == "hello")
    }

    @Test func moreThanCanBeHeldAreAnsweredAtOnce() async throws {
        let service = try await SampleService(places: .init(ofSender: 1, inRoom: 1))
        service.tree.holdCalls()
        let held = Task { try await service.client.call(Sample.echo, on: service.object, "held") }
        try await service.client.flush()
        #expect(try await service.client.call(Sample.echo, on: service.object, "at once") == "at once")
        service.tree.releaseCalls()
        #expect(try await held.value == "held")
    }

    @Test func objectsAreAnnouncedAnewWhenTheBusForgotThem() async throws {
        let service = try await SampleService()
        let rule = MatchRule(interface: "org.freedesktop.DBus.ObjectManager", member: "InterfacesAdded")
        let signals = service.client.signals(matching: rule)
        try await service.client.flush()
        service.tree.announceObjects()
        for await signal in signals {
            #expect(signal.arguments.first == .objectPath(Sample.device))
            break
        }
    }
}
