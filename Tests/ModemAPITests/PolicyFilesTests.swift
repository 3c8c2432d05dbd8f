import DBus
import ModemAPI
import Testing

/// Bus policy and polkit actions name members and actions once more; a new method is closed until somebody lists it.
struct PolicyFilesTests {
    @Test func theBusPolicyListsTheMethodsThereAre() throws {
        let policy = try #require(RepositoryFiles.read("dbus/org.ztemodem1.conf"))
        let rule = /send_interface="(org\.ztemodem1\.\w+)"\s+send_member="(\w+)"/
        let listed = policy.matches(of: rule).map { $0.output.1 + "." + $0.output.2 }.map(String.init)
        let declared = Set(Contract.interfaces.flatMap(\.methods).map { $0.interface + "." + $0.name })
        #expect(
            declared.subtracting(listed) == [], "dbus/org.ztemodem1.conf does not name them: only root may call them")
        #expect(Set(listed).subtracting(declared) == [], "dbus/org.ztemodem1.conf names what is not declared")
        #expect(Set(listed).count == listed.count)
    }

    @Test func polkitKnowsTheActionsThereAre() throws {
        let policy = try #require(RepositoryFiles.read("polkit/org.ztemodem1.policy"))
        let known = policy.matches(of: /<action id="([^"]+)">/).map { String($0.output.1) }
        let declared = Set(Action.allCases.map(\.rawValue))
        #expect(
            declared.subtracting(known) == [], "polkit/org.ztemodem1.policy does not have them: nobody is allowed them")
        #expect(Set(known).subtracting(declared) == [], "polkit/org.ztemodem1.policy has what is not declared")
        #expect(known.count == declared.count)
    }

    /// A service that is not root may ask about others only where the action names it as its owner.
    @Test func eachActionIsReadableAndOwned() throws {
        let policy = try #require(RepositoryFiles.read("polkit/org.ztemodem1.policy"))
        let owner = /<annotate key="org\.freedesktop\.policykit\.owner">unix-user:zte-modem<\/annotate>/
        for action in policy.split(separator: "<action ").dropFirst() {
            let id = action.prefix { $0 != ">" }
            #expect(action.contains(owner), "\(id) has no owner")
            #expect(action.contains(/<description>[A-Z][^<]+[^.<]<\/description>/), "\(id) has no description")
            #expect(action.contains(/<message>Authentication is needed to [^<]+\.<\/message>/), "\(id) has no message")
            #expect(action.matches(of: /<allow_(any|inactive|active)>/).count == 3, "\(id) has not three defaults")
        }
    }

    @Test func eachActionIsUsed() {
        let methods = Contract.interfaces.flatMap(\.methods).compactMap(\.action)
        let properties = Contract.interfaces.flatMap(\.properties).compactMap { property in
            if case .readWrite(let action) = property.access { action } else { nil }
        }
        #expect(Set(methods + properties) == Set(Action.allCases.map(\.rawValue)))
    }
}
