/// What a report needs besides, and whether the clock is right at all.
enum VersionCheck: Check {
    /// Before this program was written (2024): a machine without a battery for its clock.
    private static let past: UInt64 = 1_704_067_200

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        var versions = facts.machine?.versions ?? []
        if let systemd = facts.systemdVersion { versions.insert(.init(name: "systemd", version: systemd), at: 0) }
        let list = versions.map { "\($0.name) \($0.version)" }.joined(separator: ", ")
        let found = Finding.ok("versions", list.isEmpty ? "not known" : list)
        guard let machine = facts.machine else { return [found] }
        return [clock(machine), found]
    }

    private static func clock(_ machine: MachineFacts) -> Finding {
        machine.clock < past
            ? .problem("clock", "the clock is wrong: encrypted connections will fail", "sudo timedatectl set-ntp true")
            : .ok("clock", "it has a time that can be right")
    }
}
