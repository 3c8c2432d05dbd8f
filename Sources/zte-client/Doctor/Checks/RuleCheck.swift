/// Are the udev rules in force?
enum RuleCheck: Check {
    private static let name = "rules"

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        guard let machine = facts.machine else { return [.skipped(name, "not to be seen from another machine")] }
        return [RuleScan.ownership, RuleScan.takeover].map { finding($0, machine.rules[$0] ?? .missing) }
    }

    private static func finding(_ file: String, _ state: RuleFileFacts) -> Finding {
        switch state {
        case .inForce(let path): return .ok(name, path)
        case .missing:
            return .problem(
                name, "\(file) is not installed",
                "install zte-modem anew, then: sudo udevadm control --reload, and plug the stick in again")
        case .masked(let path) where file == RuleScan.takeover:
            return .note(
                name, "\(file) is masked: usb_modeswitch and ModemManager may take the sticks",
                "to undo it: sudo rm \(path), sudo udevadm control --reload, and plug the stick in again")
        case .masked(let path):
            return .problem(
                name, "\(file) is masked", "sudo rm \(path), sudo udevadm control --reload, and plug the stick in again"
            )
        }
    }
}
