import DBus
import ModemAPI
import ModemClient

/// Does this machine ask the network's name servers?
enum NameServerCheck: Check {
    private static let name = "dns"

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        let calls = facts.modems.filter { $0.state == "connected" }
        guard !calls.isEmpty else { return [.skipped(name, "nothing is connected")] }
        guard let machine = facts.machine else { return [.skipped(name, "not to be seen from another machine")] }
        return calls.map { finding($0, facts, machine) }
    }

    private static func finding(_ modem: RemoteModem, _ facts: DoctorFacts, _ machine: MachineFacts) -> Finding {
        let settings = modem[ConnectionInterface.ip4] ?? [:]
        let servers = (settings["dns"].flatMap { try? [String](busValue: $0.unwrapped) }) ?? []
        let by = settings["dns-by"].flatMap { try? String(busValue: $0.unwrapped) } ?? "none"
        let port = modem.physicalPort
        guard !servers.isEmpty else { return .note(name, "\(port): the network named no name servers") }
        if !machine.nameServers.isDisjoint(with: servers) {
            return .ok(name, "\(port): this machine asks \(servers.joined(separator: ", "))")
        }
        // What carries no traffic need not be asked.
        guard let route = machine.defaultRoutes.first, facts.callInterfaces.contains(route) else {
            return .note(name, "\(port): this machine asks other name servers than those of the call")
        }
        if by == "file", !machine.nameServers.isEmpty {
            return .note(
                name, "\(port): this machine asks other name servers than those of the call",
                "those are in /run/zte-pppd/resolv.conf; docs/network.md says how to have them asked")
        }
        return .problem(
            name, "\(port): the name servers of the call are not asked (dns-by \(by))",
            "install systemd-resolved or resolvconf, or see docs/network.md")
    }
}
