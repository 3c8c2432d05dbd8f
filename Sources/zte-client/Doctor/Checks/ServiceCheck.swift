/// Is there a service that can be asked?
enum ServiceCheck: Check {
    private static let name = "service"

    static func findings(_ facts: DoctorFacts) -> [Finding] { [finding(facts)] }

    private static func finding(_ facts: DoctorFacts) -> Finding {
        let service = facts.service
        if let problem = service.busProblem {
            return .problem(name, "there is no system bus: \(problem)", "start it: sudo systemctl start dbus")
        }
        guard service.isRunning else {
            return service.isActivatable
                ? .problem(
                    name, "zte-modemd does not run; nobody looks after the sticks",
                    "sudo systemctl enable --now zte-modemd")
                : .problem(
                    name, "zte-modemd does not run, and the bus does not know how to start it",
                    "install it; if it is installed: sudo systemctl reload dbus, sudo systemctl enable --now zte-modemd"
                )
        }
        if let problem = service.problem {
            return .problem(name, "zte-modemd runs, but: \(problem)", "journalctl -u zte-modemd tells more")
        }
        let version = service.version ?? "?"
        guard version == facts.clientVersion else {
            return .problem(
                name, "zte-modemd \(version) runs, and this is zte-client \(facts.clientVersion)",
                "after an update: sudo systemctl restart zte-modemd")
        }
        return .ok(name, "zte-modemd \(version) runs")
    }
}
