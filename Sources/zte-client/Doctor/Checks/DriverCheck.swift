/// Do the kernel's drivers have the stick?
enum DriverCheck: Check {
    private static let name = "driver"

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        guard let machine = facts.machine else { return [.skipped(name, "not to be seen from another machine")] }
        guard !machine.sticks.isEmpty else { return [module(machine)] }
        return machine.sticks.map { finding($0, machine) }
    }

    /// Without a stick: what it will need.
    private static func module(_ machine: MachineFacts) -> Finding {
        switch machine.modules["option"] ?? .missing {
        case .loaded: .ok(name, "the module option is loaded")
        case .available: .ok(name, "the module option can be loaded; it is when a stick is plugged in")
        case .missing: missing("no stick needs it yet, but the module option")
        }
    }

    private static func finding(_ stick: StickFacts, _ machine: MachineFacts) -> Finding {
        let drivers = stick.interfaces.map { "\($0.number) \($0.driver ?? "none")" }.joined(separator: ", ")
        let found = "\(stick.port): \(stick.interfaces.isEmpty ? "it shows no interfaces" : drivers)"
        guard stick.kind == .modem else { return .ok(name, found) }
        let own = stick.interfaces.filter { $0.deviceClass == "ff" }
        if own.contains(where: { $0.driver != nil }) { return .ok(name, found) }
        switch machine.modules["option"] ?? .missing {
        case .missing: return missing("\(stick.port): no driver, and the module option")
        case .available:
            return .problem(
                name, "\(stick.port): no driver; the module option is not loaded",
                "sudo modprobe option, and plug the stick in again")
        case .loaded:
            return .problem(
                name, "\(stick.port): the module option does not know \(stick.usbID)",
                "echo \(stick.usbID.split(separator: ":").joined(separator: " ")) ff | "
                    + "sudo tee /sys/bus/usb-serial/drivers/option1/new_id")
        }
    }

    private static func missing(_ what: String) -> Finding {
        .problem(
            name, what + " is not installed for this kernel",
            "install the package with all modules of the kernel (Ubuntu: linux-modules-extra); reboot if the kernel was updated"
        )
    }
}
