import ModemAPI
import ModemClient

/// What may this caller do?
enum PermissionCheck: Check {
    private static let name = "permission"

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        if facts.service.busProblem != nil { return [.skipped(name, "there is no bus")] }
        let known = facts.permissions.filter { $0.value != .unknown }
        guard !known.isEmpty else {
            return [
                facts.isRoot
                    ? .ok(name, "polkit is not there; root may do everything")
                    : .note(
                        name, "polkit is not there: root may, and the group named in /etc/zte-modem/zte-modem.conf",
                        "install polkitd, or join that group")
            ]
        }
        let refused = names(known) { $0 == .refused }
        guard refused.isEmpty else {
            return [
                .note(
                    name, "you may not: \(refused)",
                    "use sudo, or the rule 50-zte-modem-group.rules.example in /usr/share/doc/zte-modem")
            ]
        }
        let asked = names(known) { $0 == .afterPassword }
        return [.ok(name, asked.isEmpty ? "you may do what a user does" : "with a password you may: \(asked)")]
    }

    private static func names(_ permissions: [Action: Authorization], _ isMeant: (Authorization) -> Bool) -> String {
        let prefix = BusName.ztemodem.count + 1
        return permissions.filter { isMeant($0.value) }.map { String($0.key.rawValue.dropFirst(prefix)) }.sorted()
            .joined(separator: ", ")
    }
}
