import EventLoop
import TestSupport
import Testing

@testable import DBus

@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct ConnectionTests {
    @Test func aConnectionHasANameAndLeavesNothingBehind() async throws {
        let bus = try await PrivateBus.start()
        let watcher = try await Connection.open(.address(bus.address))
        let connection = try await Connection.open(.address(bus.address))
        let name = connection.uniqueName
        #expect(name.hasPrefix(":"))
        #expect(try await watcher.nameOwner(of: name) == name)
        connection.close()
        connection.close()
        #expect(!connection.isConnected)
        await #expect(throws: BusError.self) { try await connection.flush() }
        while try await watcher.nameOwner(of: name) != nil {}
    }

    @Test func aConnectionNobodyHoldsLeavesTheBus() async throws {
        let bus = try await PrivateBus.start()
        let watcher = try await Connection.open(.address(bus.address))
        var connection: Connection? = try await Connection.open(.address(bus.address))
        let name = try #require(connection?.uniqueName)
        weak let trace = connection
        connection = nil
        #expect(trace == nil)
        while try await watcher.nameOwner(of: name) != nil {}
    }

    @Test(arguments: ["unix:path=/nonexistent/bus", "nonsense", "", "unix:path=/a\0b"])
    func aBusThatIsNotThereIsAnError(address: String) async {
        await #expect(throws: BusError.self) { _ = try await Connection.open(.address(address)) }
    }

    @Test func aNameIsTakenOnce() async throws {
        let bus = try await PrivateBus.start()
        let first = try await Connection.open(.address(bus.address))
        let second = try await Connection.open(.address(bus.address))
        #expect(try await second.nameOwner(of: Sample.name) == nil)
        try await first.requestName(Sample.name)
        try await first.requestName(Sample.name)
        await #expect(throws: NameError.taken) { try await second.requestName(Sample.name) }
        #expect(try await second.nameOwner(of: Sample.name) == first.uniqueName)
        try await first.releaseName(Sample.name)
        try await second.requestName(Sample.name)
    }

    @Test func aNameThePolicyKeepsIsRefused() async throws {
        let bus = try await PrivateBus.start(
            policy: "<policy context=\"default\"><allow send_destination=\"*\"/><allow receive_sender=\"*\"/></policy>")
        let connection = try await Connection.open(.address(bus.address))
        do {
            try await connection.requestName(Sample.name)
            Issue.record("the name was given")
        } catch {
            guard case .refused(let reason) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(reason.name == BusError.Name.accessDenied)
        }
    }

    @Test func aDyingBusEndsEverything() async throws {
        let service = try await SampleService()
        let signals = service.client.signals(matching: MatchRule(member: "Never"))
        let call = Task { @LoopActor in try await service.client.call(Sample.wait, on: service.object, timeout: nil) }
        await service.waiting.pass()
        await service.bus.kill()
        var news = 0
        for await _ in service.client.disconnected { news += 1 }
        #expect(news == 1)
        for await _ in signals { Issue.record("a signal from nowhere") }
        await #expect(throws: BusError.self) { try await call.value }
        #expect(!service.client.isConnected)
        for await _ in service.connection.disconnected { news += 1 }
        #expect(news == 2)
        #expect(service.tree.connection == nil)
        await #expect(throws: BusError.self) { try await service.client.flush() }
        service.tree.failAllCalls("over")
        await service.cancelled.pass()
    }

    @Test func aTreeServesTheNextBus() async throws {
        let service = try await SampleService()
        await service.bus.kill()
        for await _ in service.connection.disconnected {}
        var values = service.device.current
        values[Sample.state] = "changed meanwhile"
        service.device.update(values)

        let bus = try await PrivateBus.start()
        let connection = try await Connection.open(.address(bus.address))
        service.tree.attach(to: connection)
        try await connection.requestName(Sample.name)
        let client = try await Connection.open(.address(bus.address))
        #expect(try await client.get(Sample.state, of: service.object) == "changed meanwhile")
    }

    @Test func aCallEndsAtItsTimeLimit() async throws {
        let service = try await SampleService()
        let clock = TestClock()
        let client = try await Connection.open(.address(service.bus.address), clock: clock)
        let call = Task { @LoopActor in
            try await client.call(Sample.wait, on: service.object, timeout: .seconds(7))
        }
        await service.waiting.pass()
        clock.advance(by: .seconds(6))
        try await client.flush()
        clock.advance(by: .seconds(1))
        await #expect(throws: BusError(name: BusError.Name.noReply, message: "No reply within the time allowed")) {
            try await call.value
        }
        #expect(clock.sleeperCount == 0)
    }

    @Test func cancellingTheTaskEndsTheWait() async throws {
        let service = try await SampleService()
        let call = Task { @LoopActor in try await service.client.call(Sample.wait, on: service.object, timeout: nil) }
        await service.waiting.pass()
        call.cancel()
        let outcome = await call.result
        #expect(throws: BusError.self) { try outcome.get() }
        // The service is not told, and the connection still works.
        #expect(try await service.client.call(Sample.echo, on: service.object, "still here") == "still here")
    }

    @Test func aThousandCallsAreAllAnswered() async throws {
        let service = try await SampleService()
        let tasks = (0..<1000).map { number in
            Task { @LoopActor in try await service.client.call(Sample.echo, on: service.object, "\(number)") }
        }
        for (number, task) in tasks.enumerated() { #expect(try await task.value == "\(number)") }
    }

    @Test(arguments: [("no such name", "/"), ("org.example", "/")])
    func whatCannotBeAddressedIsAnError(destination: String, path: String) async throws {
        let bus = try await PrivateBus.start()
        let connection = try await Connection.open(.address(bus.address))
        await #expect(throws: BusError.self) {
            _ = try await connection.call(
                destination: destination, path: try #require(ObjectPath(path)), interface: "a.b", member: "C")
        }
        await #expect(throws: BusError.self) {
            _ = try await connection.call(destination: "a.b", path: .root, interface: "nodots", member: "C")
        }
        await #expect(throws: BusError.self) {
            _ = try await connection.call(destination: "a.b", path: .root, interface: "a.b", member: "not one")
        }
    }

    @Test func aClientRefusesCalls() async throws {
        let service = try await SampleService()
        await #expect(throws: BusError.unknownObject(.root)) {
            _ = try await service.connection.call(
                destination: service.client.uniqueName, path: .root, interface: "a.b", member: "C")
        }
    }
}

@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct SignalTests {
    @Test func aSignalReachesWhoWantsIt() async throws {
        let service = try await SampleService()
        var wanted = service.client.signals(
            matching: Sample.changed.rule(sender: Sample.name, path: Sample.device)
        ).makeAsyncIterator()
        let others = service.client.signals(matching: MatchRule(sender: Sample.name, member: "Other"))
        try await service.client.flush()
        service.device.emit(Sample.changed, "why not", 3)
        let signal = try #require(await wanted.next())
        let (why, count) = try Sample.changed.decode(signal)
        #expect(why == "why not" && count == 3)
        #expect(signal.sender == service.connection.uniqueName)
        service.client.close()
        for await signal in others { Issue.record("unwanted: \(signal)") }
    }

    @Test func aForgedSenderIsNotHeard() async throws {
        let service = try await SampleService()
        let forger = try await Connection.open(.address(service.bus.address))
        var signals = service.client.signals(matching: Sample.changed.rule(sender: Sample.name)).makeAsyncIterator()
        try await service.client.flush()
        for destination in [service.client.uniqueName, nil] {
            try forger.emit(
                path: Sample.device, interface: Sample.interface, member: "Changed",
                body: [.string("forged"), .uint32(0)], to: destination)
        }
        try await forger.flush()
        service.device.emit(Sample.changed, "genuine", 1)
        #expect(await signals.next()?.arguments.first == .string("genuine"))
    }

    @Test func aNewOwnerIsHeard() async throws {
        let bus = try await PrivateBus.start()
        let client = try await Connection.open(.address(bus.address))
        var signals = client.signals(matching: MatchRule(sender: Sample.name, member: "Ping")).makeAsyncIterator()
        for _ in 0..<2 {
            let service = try await Connection.open(.address(bus.address))
            try await service.requestName(Sample.name)
            try service.emit(path: .root, interface: Sample.interface, member: "Ping")
            #expect(await signals.next()?.sender == service.uniqueName)
            service.close()
            while try await client.nameOwner(of: Sample.name) != nil {}
        }
    }

    @Test func rulesAreTakenBack() async throws {
        let service = try await SampleService()
        let before = try await matchRules(of: service)
        for _ in 0..<50 {
            let stream = service.client.signals(matching: Sample.changed.rule(sender: Sample.name))
            let second = service.client.signals(matching: Sample.changed.rule(sender: Sample.name))
            let reader = Task { @LoopActor in for await _ in stream {} }
            let other = Task { @LoopActor in for await _ in second {} }
            try await service.client.flush()
            reader.cancel()
            other.cancel()
            await reader.value
            await other.value
        }
        #expect(try await matchRules(of: service) == before)
    }

    @Test func departuresAreOneRule() async throws {
        let bus = try await PrivateBus.start()
        let watcher = try await Connection.open(.address(bus.address))
        var departures = watcher.signals(matching: .departures).makeAsyncIterator()
        try await watcher.flush()
        let guest = try await Connection.open(.address(bus.address))
        guest.close()
        #expect(await departures.next()?.arguments.first == .string(guest.uniqueName))
    }

    @Test(arguments: [
        (MatchRule(), "type='signal'"),
        (
            MatchRule(sender: "a.b", path: .root, interface: "c.d", member: "E"),
            "type='signal',sender='a.b',path='/',interface='c.d',member='E'"
        ),
        (
            MatchRule(pathNamespace: .root, arguments: [2: "", 0: "it's"]),
            #"type='signal',path_namespace='/',arg0='it'\''s',arg2=''"#
        ),
    ])
    func rulesAreWrittenAsTheBusReadsThem(rule: MatchRule, text: String) async throws {
        #expect(rule.text == text)
        let bus = try await PrivateBus.start()
        let connection = try await Connection.open(.address(bus.address))
        _ = try await connection.call(
            destination: "org.freedesktop.DBus", path: .root, interface: "org.freedesktop.DBus", member: "AddMatch",
            body: [.string(text)])
    }

    @Test func argumentsAndNamespacesAreLookedAt() async throws {
        let bus = try await PrivateBus.start()
        let connection = try await Connection.open(.address(bus.address))
        let below = try #require(ObjectPath("/a/b"))
        var signals = connection.signals(
            matching: MatchRule(pathNamespace: ObjectPath("/a"), arguments: [1: "it's"])
        ).makeAsyncIterator()
        for (path, text) in [(below, "no"), (.root, "it's"), (below, "it's")] {
            try connection.emit(path: path, interface: "c.d", member: "E", body: [.byte(1), .string(text)])
        }
        #expect(
            await signals.next()
                == Signal(
                    sender: connection.uniqueName, path: below, interface: "c.d", member: "E",
                    arguments: [.byte(1), .string("it's")]))
    }

    @Test func aRuleTheBusRefusesEndsItsStream() async throws {
        let bus = try await PrivateBus.start()
        let connection = try await Connection.open(.address(bus.address))
        for await _ in connection.signals(matching: MatchRule(interface: "not an interface")) {}
        #expect(connection.isConnected)
    }

    private func matchRules(of service: SampleService) async throws -> Value? {
        let reply = try await service.connection.call(
            destination: "org.freedesktop.DBus", path: try #require(ObjectPath("/org/freedesktop/DBus")),
            interface: "org.freedesktop.DBus.Debug.Stats",
            member: "GetConnectionStats", body: [.string(service.client.uniqueName)])
        return try [String: Value](busValue: try #require(reply.first))["MatchRules"]
    }
}
