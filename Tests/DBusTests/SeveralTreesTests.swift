import DBus
import EventLoop
import TestSupport
import Testing

/// Two trees on one connection: each answers for its own paths, and above them both lead on.
@Suite(.eventLoop, .enabled(if: PrivateBus.isAvailable, "needs dbus-daemon"), .endsWhenItHangs)
@LoopActor struct SeveralTreesTests {
    private static let root = ObjectPath("/org/elsewhere") ?? .root
    private static let listed = ObjectPath("/org/elsewhere/listed") ?? .root
    private static let child = ObjectPath("/org/elsewhere/listed/one") ?? .root
    private static let other = ObjectPath("/org/elsewhere/other") ?? .root
    private static let manager = "org.freedesktop.DBus.ObjectManager"

    private func second(on connection: Connection) -> ObjectTree {
        let tree = ObjectTree(
            managerPath: Self.root, managedPath: Self.listed, errorNames: .init(notAvailable: "org.example.Error.No")
        ) { _, _, _, _ in }
        tree.attach(to: connection)
        return tree
    }

    private func interface() -> ExportedInterface {
        ExportedInterface(InterfaceDeclaration("org.elsewhere.Thing", ""))
    }

    @Test func eachAnswersForItsOwnPaths() async throws {
        let service = try await SampleService()
        let tree = second(on: service.connection)
        tree.add([interface()], at: Self.child)
        #expect(try await service.client.call(Sample.echo, on: service.object, "still") == "still")
        for path in [Sample.root, Self.root] {
            #expect(try await service.call(Self.manager, "GetManagedObjects", at: path).count == 1)
        }
        await #expect(throws: BusError.self) {
            try await service.call(Sample.interface, "Echo", [.string("x")], at: Self.child)
        }
    }

    @Test func theManagerTellsOfWhatIsBelowItsManagedPath() async throws {
        let service = try await SampleService()
        let tree = second(on: service.connection)
        tree.add([interface()], at: Self.child)
        tree.add([interface()], at: Self.other)
        let answer = try await service.call(Self.manager, "GetManagedObjects", at: Self.root)
        guard case .dictionary(_, _, let objects)? = answer.first else {
            Issue.record("no objects")
            return
        }
        #expect(objects.map(\.key) == [.objectPath(Self.child)])
    }

    @Test func fromTheRootTheWayLeadsToBoth() async throws {
        let service = try await SampleService()
        let tree = second(on: service.connection)
        tree.add([interface()], at: Self.child)
        let org = ObjectPath("/org") ?? .root
        let answer = try await service.call("org.freedesktop.DBus.Introspectable", "Introspect", at: org)
        guard case .string(let xml)? = answer.first else {
            Issue.record("no text")
            return
        }
        #expect(xml.contains("node name=\"elsewhere\"") && xml.contains("node name=\"example\""))
    }
}
