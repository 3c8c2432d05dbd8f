import ModemAPI
import ModemClient

/// Do packets go through the call?
enum RouteCheck: Check {
    private static let name = "route"

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        let interfaces = facts.callInterfaces
        guard !interfaces.isEmpty else { return [.skipped(name, "nothing is connected")] }
        guard let machine = facts.machine else { return [.skipped(name, "not to be seen from another machine")] }
        guard let best = machine.defaultRoutes.first else {
            return [
                .problem(
                    name, "there is no default route",
                    "connect without default-route false: zte-client disconnect, then connect")
            ]
        }
        if interfaces.contains(best) { return [.ok(name, "the default route goes through \(best)")] }
        return [
            .note(
                name,
                "the default route goes through \(best), not through \(interfaces.sorted().joined(separator: ", "))",
                "a network that was there before keeps the traffic; the setting route-metric adds a second route")
        ]
    }
}

extension DoctorFacts {
    /// Of the calls that are up.
    var callInterfaces: Set<String> {
        Set(modems.filter { $0.state == "connected" }.compactMap { $0[known: ConnectionInterface.interface] })
    }
}
