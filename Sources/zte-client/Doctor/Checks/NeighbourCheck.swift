import ModemClient

/// Would another program take the stick?
enum NeighbourCheck: Check {
    private static let name = "neighbours"
    /// The service leaves such a stick to others.
    private static let leftToOthers: Set = ["network-stick", "not-driven"]

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        guard let machine = facts.machine else {
            return [.skipped(name, "what they do cannot be seen from another machine")]
        }
        return [modemManager(facts, machine), modeSwitch(machine)]
    }

    private static func modemManager(_ facts: DoctorFacts, _ machine: MachineFacts) -> Finding {
        switch facts.modemManager {
        case .isService: return .ok(name, "zte-modemd is in the place of ModemManager")
        case .absent where machine.hasModemManagerStandIn && facts.service.isRunning:
            return .problem(
                name, "zte-modemd is to be in the place of ModemManager, and is not",
                "sudo systemctl reload dbus; sudo systemctl restart zte-modemd; the journal says what is wrong else")
        case .absent:
            let isInstalled = machine.neighbours.contains(.modemManager)
            return .ok(name, isInstalled ? "ModemManager does not run" : "ModemManager is not installed")
        case .runs where machine.hasModemManagerStandIn:
            return .problem(
                name, "ModemManager runs, and zte-modemd is to be in its place", "sudo systemctl stop ModemManager")
        case .runs: return besideModemManager(facts, machine)
        }
    }

    private static func besideModemManager(_ facts: DoctorFacts, _ machine: MachineFacts) -> Finding {
        guard let taken = machine.sticks.first(where: { isTaken($0, facts) }) else {
            return .ok(name, "ModemManager runs, and leaves the sticks alone")
        }
        return .problem(
            name, "ModemManager runs, and \(taken.port) is not marked as none of its business",
            isMasked(machine)
                ? "one of the two has to go: unmask \(RuleScan.takeover), or stop zte-modemd"
                : "sudo udevadm control --reload, plug the stick in again; sudo systemctl restart ModemManager, if it has it"
        )
    }

    /// Whether ModemManager may have what the service wants.
    private static func isTaken(_ stick: StickFacts, _ facts: DoctorFacts) -> Bool {
        guard stick.isIgnoredByModemManager != true, stick.kind == .modem || stick.kind == .storage else {
            return false
        }
        guard let modem = facts.modems.first(where: { $0.physicalPort == stick.port }) else { return false }
        return !leftToOthers.contains(modem.stateReason)
    }

    private static func modeSwitch(_ machine: MachineFacts) -> Finding {
        guard machine.neighbours.contains(.usbModeSwitch) else { return .ok(name, "usb_modeswitch is not installed") }
        return isMasked(machine)
            ? .note(name, "usb_modeswitch is installed, and switches the sticks too")
            : .ok(name, "usb_modeswitch is installed, and leaves the sticks alone")
    }

    private static func isMasked(_ machine: MachineFacts) -> Bool {
        if case .inForce? = machine.rules[RuleScan.takeover] { return false }
        return true
    }
}
