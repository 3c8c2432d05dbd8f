import DBus
import EventLoop
import TestSupport
import Testing

@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct ObjectTreeTests {
    nonisolated static let properties = "org.freedesktop.DBus.Properties"

    @Test func aMethodGetsItsArgumentsAndItsCaller() async throws {
        let service = try await SampleService()
        #expect(try await service.client.call(Sample.echo, on: service.object, "Grüße") == "Grüße")
        #expect(try await service.client.call(Sample.sum, on: service.object, 2, -5) == -3)
        let serials = service.contexts.map(\.serial)
        #expect(
            service.contexts
                == serials.map { serial in
                    CallContext(
                        sender: service.client.uniqueName, path: Sample.device, interface: Sample.interface,
                        member: "Echo", serial: serial, allowsInteraction: false)
                })
        #expect(serials.count == 1)
    }

    struct Wrong: Sendable {
        let interface: String
        let member: String
        var body: [Value] = []
        var path = Sample.device
        let error: String
        var text: String?
    }

    @Test(arguments: [
        Wrong(
            interface: Sample.interface, member: "Nope", error: "UnknownMethod",
            text: "No method Nope in interface org.example.Sample.Device of /org/example/sample/device/one"),
        Wrong(interface: "org.example.Nope", member: "Echo", error: "UnknownInterface"),
        Wrong(interface: Sample.interface, member: "Echo", path: .root, error: "UnknownInterface"),
        Wrong(interface: Sample.interface, member: "Echo", path: ObjectPath("/nope") ?? .root, error: "UnknownObject"),
        Wrong(
            interface: Sample.interface, member: "Echo", error: "InvalidArgs",
            text: "Expected arguments of type 's', got ''"),
        Wrong(
            interface: Sample.interface, member: "Sum", body: [.uint32(1), .string("x")], error: "InvalidArgs",
            text: "Expected arguments of type 'ux', got 'us'"),
        Wrong(interface: Sample.interface, member: "Wait", body: [.byte(1)], error: "InvalidArgs"),
        Wrong(
            interface: properties, member: "Get", body: [.string(Sample.interface), .string("Nope")],
            error: "UnknownProperty"),
        Wrong(
            interface: properties, member: "Get", body: [.string("org.example.Nope"), .string("State")],
            error: "UnknownInterface"),
        Wrong(interface: properties, member: "Get", body: [.string(Sample.interface)], error: "InvalidArgs"),
        Wrong(interface: properties, member: "GetAll", body: [.string("org.example.Nope")], error: "UnknownInterface"),
        Wrong(
            interface: properties, member: "Set",
            body: [.string(Sample.interface), .string("State"), .variant(.string("x"))], error: "PropertyReadOnly"),
        Wrong(
            interface: properties, member: "Set",
            body: [.string(Sample.interface), .string("Nope"), .variant(.string("x"))], error: "UnknownProperty"),
        Wrong(
            interface: properties, member: "Set",
            body: [.string(Sample.interface), .string("Mode"), .variant(.byte(1))], error: "InvalidArgs",
            text: "Expected a value of type 's', got 'y'"),
        Wrong(
            interface: properties, member: "Set",
            body: [.string(Sample.interface), .string("Mode"), .variant(.string("bad"))], error: "InvalidArgs"),
        Wrong(interface: properties, member: "Nope", error: "UnknownMethod"),
        Wrong(interface: "org.freedesktop.DBus.ObjectManager", member: "GetManagedObjects", error: "UnknownInterface"),
        Wrong(
            interface: "org.freedesktop.DBus.Introspectable", member: "Introspect", path: ObjectPath("/nope") ?? .root,
            error: "UnknownObject"),
        Wrong(interface: Sample.interface, member: "Guarded", error: "AccessDenied"),
        Wrong(
            interface: properties, member: "Set",
            body: [.string(Sample.interface), .string("Secret"), .variant(.string("x"))], error: "AccessDenied"),
    ])
    func mistakesAreNamedAsTheSpecificationNamesThem(wrong: Wrong) async throws {
        let service = try await SampleService()
        do throws(BusError) {
            _ = try await service.call(wrong.interface, wrong.member, wrong.body, at: wrong.path)
            Issue.record("it was accepted")
        } catch {
            #expect(error.name == "org.freedesktop.DBus.Error." + wrong.error)
            if let text = wrong.text { #expect(error.message == text) }
        }
    }

    @Test func anErrorOfAMethodArrivesAsItIs() async throws {
        let service = try await SampleService()
        await #expect(throws: BusError(name: "org.example.Error.Meant", message: "because\u{FFFD}")) {
            try await service.client.call(Sample.fail, on: service.object, "because\0")
        }
    }

    @Test func anActionIsAskedFor() async throws {
        let service = try await SampleService()
        service.allowed = ["org.example.do", "org.example.set"]
        try await service.client.call(Sample.guarded, on: service.object)
        try await service.client.set(Sample.secret, of: service.object, to: "x")
    }

    @Test func propertiesAreReadAndWhatIsUnknownIsAbsent() async throws {
        let service = try await SampleService()
        #expect(try await service.client.get(Sample.state, of: service.object) == "idle")
        await #expect(
            throws: BusError(name: "org.example.Error.NotAvailable", message: "Level is not known at present")
        ) {
            try await service.client.get(Sample.level, of: service.object)
        }
        let all = try await service.client.properties(of: service.object, Sample.interface)
        #expect(all.values.keys.sorted() == ["Kind", "Mode", "Ports", "State"])
        #expect(try await service.client.properties(of: service.object, "") == all)
        #expect(try await service.client.properties(of: service.object, Self.properties).values.isEmpty)
        let inner = RemoteObject(Sample.name, try #require(ObjectPath("/org/example")))
        #expect(try await service.client.properties(of: inner, "").values.isEmpty)
    }

    @Test func anUpdateIsOneSignalWithWhatIsDifferent() async throws {
        let service = try await SampleService()
        var signals = service.client.signals(
            matching: StandardInterface.Properties.changed.rule(sender: Sample.name)
        ).makeAsyncIterator()
        try await service.client.flush()
        var values = service.device.current
        service.device.update(values)
        values[Sample.state] = "busy"
        values[Sample.level] = 40
        values[Sample.kind] = "constant ones are not announced"
        service.device.update(values)
        let first = try StandardInterface.Properties.changed.decode(try #require(await signals.next()))
        #expect(first.0 == Sample.interface)
        #expect(first.1 == ["State": .string("busy"), "Level": .uint32(40)])
        #expect(first.2.isEmpty)
        values[Sample.level] = nil
        service.device.update(values)
        let second = try StandardInterface.Properties.changed.decode(try #require(await signals.next()))
        #expect(second.1.isEmpty && second.2 == ["Level"])
        await #expect(throws: BusError.self) { try await service.client.get(Sample.level, of: service.object) }
    }

    @Test func getAllAnswersEveryCallerWithWhatIsTrueNow() async throws {
        let service = try await SampleService()
        let other = try await Connection.open(.address(service.bus.address))
        defer { other.close() }
        for state in ["idle", "busy", "idle"] {
            var values = service.device.current
            values[Sample.state] = state
            service.device.update(values)
            for client in [service.client, other, service.client] {
                #expect(try await client.properties(of: service.object, Sample.interface) == values)
            }
        }
    }

    @Test func settingIsAnnouncedBeforeItIsAnswered() async throws {
        let service = try await SampleService()
        let signals = service.client.signals(matching: StandardInterface.Properties.changed.rule(sender: Sample.name))
        try await service.client.set(Sample.mode, of: service.object, to: "3g")
        service.client.close()
        var modes: [Value?] = []
        for await signal in signals { modes.append(try StandardInterface.Properties.changed.decode(signal).1["Mode"]) }
        #expect(modes == [.string("3g")])
    }

    @Test func theObjectManagerTellsWhatComesAndGoes() async throws {
        let service = try await SampleService()
        let manager = RemoteObject(Sample.name, Sample.root)
        #expect(try await service.client.managedObjects(of: manager).isEmpty == false)
        var signals = service.client.signals(
            matching: MatchRule(sender: Sample.name, path: Sample.root)
        ).makeAsyncIterator()
        try await service.client.flush()
        let path = try #require(ObjectPath("/org/example/sample/device/two"))
        service.tree.add([service.makeDevice()], at: path)
        let added = try StandardInterface.ObjectManager.added.decode(try #require(await signals.next()))
        #expect(added.0 == path && added.1[Sample.interface]?["State"] == .string("idle"))
        let known = try await service.client.managedObjects(of: manager)
        #expect(known.keys.sorted { $0.text < $1.text } == [Sample.device, path])
        #expect(known[path]?[Sample.interface]?[Sample.state] == "idle")
        service.tree.remove(path, failingCallsWith: .failed("gone"))
        let removed = try StandardInterface.ObjectManager.removed.decode(try #require(await signals.next()))
        #expect(removed.0 == path && removed.1 == [Sample.interface])
        #expect(try await service.client.managedObjects(of: manager).count == 1)
    }

    @Test func callsAreAnsweredBeforeTheirObjectIsRemoved() async throws {
        let service = try await SampleService()
        let gone = BusError(name: "org.example.Error.Gone", message: "It was pulled out")
        var order: [String] = []
        let done = Gate()
        let call = Task { @LoopActor in
            do throws(BusError) {
                try await service.client.call(Sample.wait, on: service.object)
            } catch {
                #expect(error == gone)
                order.append("reply")
            }
        }
        let signals = service.client.signals(matching: MatchRule(sender: Sample.name, member: "InterfacesRemoved"))
        let listener = Task { @LoopActor in
            for await _ in signals {
                order.append("removed")
                done.open()
            }
        }
        await service.waiting.pass()
        service.tree.remove(Sample.device, failingCallsWith: gone)
        await done.pass()
        await call.value
        await service.cancelled.pass()
        #expect(order == ["reply", "removed"])
        listener.cancel()
        await #expect(throws: BusError.unknownObject(Sample.device)) {
            try await service.client.call(Sample.echo, on: service.object, "")
        }
    }

    @Test func nobodyMayHaveTooManyCallsUnderWay() async throws {
        let service = try await SampleService(places: .init(ofSender: 2, inRoom: 3))
        let other = try await Connection.open(.address(service.bus.address))
        let calls = [service.client, service.client, service.client, other, other].map { client in
            Task { @LoopActor in
                do throws(BusError) {
                    try await client.call(Sample.wait, on: service.object, timeout: nil)
                    return ""
                } catch {
                    return error.message
                }
            }
        }
        #expect(await calls[2].value == "Too many calls of yours are under way")
        #expect(await calls[4].value == "Too many calls are under way")
        // Properties are not calls under way.
        #expect(try await service.client.get(Sample.state, of: service.object) == "idle")
        service.tree.remove(Sample.device, failingCallsWith: .failed("end"))
        for index in [0, 1, 3] { #expect(await calls[index].value == "end") }
    }

    @Test func whoWantsNoReplyGetsNone() async throws {
        let service = try await SampleService()
        try service.client.post(
            destination: Sample.name, path: Sample.device, interface: Sample.interface, member: "Echo",
            body: [.string("quiet")])
        try service.client.post(destination: Sample.name, path: Sample.device, interface: "a.b", member: "C")
        #expect(try await service.client.call(Sample.echo, on: service.object, "loud") == "loud")
        #expect(service.contexts.count == 2)
    }

    @Test func aCallerThatLeavesDisturbsNobody() async throws {
        let service = try await SampleService()
        let guest = try await Connection.open(.address(service.bus.address))
        let call = Task { @LoopActor in try await guest.call(Sample.wait, on: service.object) }
        await service.waiting.pass()
        guest.close()
        await #expect(throws: BusError.self) { try await call.value }
        service.tree.failAllCalls("too late")
        #expect(try await service.client.call(Sample.echo, on: service.object, "x") == "x")
    }

    @Test func peerIsAnsweredOnEveryPath() async throws {
        let service = try await SampleService()
        let nowhere = try #require(ObjectPath("/nowhere/at/all"))
        #expect(try await service.call("org.freedesktop.DBus.Peer", "Ping", at: nowhere).isEmpty)
    }
}
