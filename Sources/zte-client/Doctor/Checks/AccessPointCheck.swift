import ModemClient

/// Is it known which access point to call?
enum AccessPointCheck: Check {
    private static let name = "apn"

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        guard facts.knowsModems else { return [.skipped(name, "the service has to run for that")] }
        if facts.modems.contains(where: { $0.state == "connected" }) { return [.ok(name, "one that works is in use")] }
        if facts.profileCount > 0 { return [.ok(name, "profiles: \(facts.profileCount)")] }
        guard let machine = facts.machine else {
            return [.note(name, "there is no profile, and what else is installed there is not to be seen from here")]
        }
        if machine.hasProviderDatabase { return [.ok(name, "by the operator, from mobile-broadband-provider-info")] }
        return [
            .note(
                name, "there is neither a profile nor the package mobile-broadband-provider-info",
                "install it, or zte-client connect --apn NAME")
        ]
    }
}
