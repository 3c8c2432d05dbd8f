import ModemClient

/// Are the serial ports there, and who has them?
enum PortCheck: Check {
    private static let name = "ports"
    /// Who may have one open.
    private static let ours: Set = ["zte-modemd", "pppd", "zte-pppd"]

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        guard let machine = facts.machine else { return [.skipped(name, "not to be seen from another machine")] }
        let modems = machine.sticks.filter { $0.kind == .modem }
        guard !modems.isEmpty else { return [.skipped(name, "no stick is a modem")] }
        return modems.map { stick in
            stick.ports.isEmpty
                ? .skipped(name, "\(stick.port): it has no serial port")
                : finding(stick, facts.modems.first { $0.physicalPort == stick.port })
        }
    }

    private static func finding(_ stick: StickFacts, _ modem: RemoteModem?) -> Finding {
        if let absent = stick.ports.first(where: { $0.node == nil }) {
            return .problem(
                name, "\(stick.port): there is no /dev/\(absent.name)",
                "is systemd-udevd running? plug the stick in again")
        }
        let strangers = Set(stick.ports.flatMap(\.holders)).subtracting(ours).sorted()
        if !strangers.isEmpty {
            let found = "\(stick.port): held by \(strangers.joined(separator: ", "))"
            return modem?.stateReason == "inhibited"
                ? .note(name, found + ", which has borrowed them")
                : .problem(name, found, "stop that program; if it is ModemManager, see rules and neighbours below")
        }
        if modem?.stateReason == "ports-busy" {
            return .problem(
                name, "\(stick.port): another program has them",
                "sudo fuser \(paths(stick)) names it; stop that program")
        }
        let nodes = stick.ports.compactMap { port in
            port.node.map { "\(port.name) \($0.group) \($0.mode)" }
        }
        let isClosed = stick.ports.contains { $0.node?.isOpenToCaller == false }
        return .ok(
            name,
            "\(stick.port): \(nodes.joined(separator: ", "))"
                + (isClosed ? "; you may not open them yourself, and need not" : ""))
    }

    private static func paths(_ stick: StickFacts) -> String {
        stick.ports.map { "/dev/" + $0.name }.joined(separator: " ")
    }
}
