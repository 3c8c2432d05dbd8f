/// What is made of the facts, in the order of the way of the data.
struct Diagnosis: Equatable, Sendable {
    let findings: [Finding]

    private static let checks: [any Check.Type] = [
        ServiceCheck.self, StickCheck.self, DriverCheck.self, PortCheck.self, RuleCheck.self, NeighbourCheck.self,
        SIMCheck.self, NetworkCheck.self, AccessPointCheck.self, PPPCheck.self, CallCheck.self, RouteCheck.self,
        NameServerCheck.self, PermissionCheck.self, VersionCheck.self,
    ]

    init(_ facts: DoctorFacts) { findings = Self.checks.flatMap { $0.findings(facts) } }

    var problems: Int { findings.count { $0.status == .problem } }
}
