/// Are the parts that a call is made of there?
enum PPPCheck: Check {
    private static let name = "ppp"

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        guard let machine = facts.machine else { return [.skipped(name, "not to be seen from another machine")] }
        return [kernel(machine), program(machine)]
    }

    private static func kernel(_ machine: MachineFacts) -> Finding {
        let absent = ["ppp_generic", "ppp_async"].filter { machine.modules[$0] ?? .missing == .missing }
        guard absent.isEmpty else {
            return .problem(
                name, "this kernel has no \(absent.joined(separator: " and no "))",
                "install the package with all modules of the kernel; reboot if the kernel was updated")
        }
        return machine.hasPPPDevice
            ? .ok(name, "the kernel has PPP")
            : .problem(name, "there is no /dev/ppp", "sudo modprobe ppp_generic")
    }

    private static func program(_ machine: MachineFacts) -> Finding {
        machine.hasPPPD
            ? .ok(name, "pppd \(machine.pppdVersion ?? "of an unknown version") is installed")
            : .problem(name, "pppd is not installed", "install the package ppp")
    }
}
