/// Which of our udev rules are in force.
struct RuleScan {
    var root = ""

    static let ownership = "60-zte-modem.rules"
    static let takeover = "61-zte-modem-takeover.rules"

    /// A file in an earlier folder replaces one of that name in a later one (udev(7)).
    private static let folders = [
        "/etc/udev/rules.d", "/run/udev/rules.d", "/usr/local/lib/udev/rules.d", "/usr/lib/udev/rules.d",
        "/lib/udev/rules.d",
    ]

    func rules() -> [String: RuleFileFacts] {
        Dictionary(uniqueKeysWithValues: [Self.ownership, Self.takeover].map { ($0, state(of: $0)) })
    }

    private func state(of name: String) -> RuleFileFacts {
        for folder in Self.folders {
            let path = "\(folder)/\(name)"
            if MachineFile.link(root + path) == "/dev/null" { return .masked(path) }
            guard let text = MachineFile.text(root + path, limit: 1) else { continue }
            return text.isEmpty ? .masked(path) : .inForce(path)
        }
        return .missing
    }
}
