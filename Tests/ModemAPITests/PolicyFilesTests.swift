import DBus
import ModemAPI
import Testing

/// Bus policy and polkit actions name members and actions once more; a new method is closed until somebody lists it.
struct PolicyFilesTests {
    /// For root alone: listed nowhere on purpose.
    static let onlyForRoot: Set<String> = ["org.ztemodem1.Manager.SetLogLevel"]

    @Test func theBusPolicyListsTheMethodsThereAre() throws {
        let policy = try #require(RepositoryFiles.read("dbus/org.ztemodem1.conf"))
        let rule = /send_interface="(org\.ztemodem1\.\w+)"\s+send_member="(\w+)"/
        let listed = Set(policy.matches(of: rule).map { $0.output.1 + "." + $0.output.2 }.map(String.init))
        let declared = IntrospectionDocument.interfaces.flatMap(\.methods).map { $0.interface + "." + $0.name }
        #expect(listed.union(Self.onlyForRoot) == Set(declared))
        #expect(listed.isDisjoint(with: Self.onlyForRoot))
    }

    @Test func polkitKnowsTheActionsThereAre() throws {
        let policy = try #require(RepositoryFiles.read("polkit/org.ztemodem1.policy"))
        let known = policy.matches(of: /<action id="([^"]+)">/).map { String($0.output.1) }
        #expect(Set(known) == Set(Action.allCases.map(\.rawValue)))
        #expect(known.count == Action.allCases.count)
    }

    @Test func eachActionIsUsed() {
        let used = IntrospectionDocument.interfaces.flatMap(\.methods).compactMap(\.action)
        #expect(Set(used) == Set(Action.allCases.map(\.rawValue)))
    }
}
