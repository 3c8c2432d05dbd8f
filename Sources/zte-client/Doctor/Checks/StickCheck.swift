import ModemAPI
import ModemClient

/// Is a stick there, as what, and what does the service make of it?
enum StickCheck: Check {
    private static let name = "stick"

    static func findings(_ facts: DoctorFacts) -> [Finding] {
        guard let machine = facts.machine else {
            if !facts.knowsModems { return [.skipped(name, "the service does not say which sticks there are")] }
            return facts.modems.isEmpty ? [nothing] : facts.modems.map { state(of: $0, $0.physicalPort) }
        }
        if machine.sticks.isEmpty, facts.modems.isEmpty { return [nothing] }
        let unseen = facts.modems.filter { modem in !machine.sticks.contains { $0.port == modem.physicalPort } }
        return machine.sticks.map { finding($0, facts) }
            + unseen.map { .note(name, "\($0.physicalPort): away from the USB just now (\($0.state))") }
    }

    private static let nothing = Finding.problem(
        name, "no ZTE stick is on the USB",
        "plug it in; if lsusb -d 19d2: does not list it, try another port, or a hub with a power supply")

    private static func finding(_ stick: StickFacts, _ facts: DoctorFacts) -> Finding {
        let what = "\(stick.port): \(stick.usbID)\(stick.name.map { " " + $0 } ?? ""), \(stick.kind.rawValue)"
        guard facts.knowsModems else { return .ok(name, what) }
        guard let modem = facts.modems.first(where: { $0.physicalPort == stick.port }) else {
            return .problem(
                name, what + "; the service does not know this id",
                "a device file in /etc/zte-modem/devices.d makes it known: docs/troubleshooting.md")
        }
        return state(of: modem, what)
    }

    private static func state(of modem: RemoteModem, _ what: String) -> Finding {
        let reason = modem.stateReason.isEmpty ? "" : " (\(modem.stateReason))"
        let found = "\(what); \(modem.state)\(reason)"
        switch modem.state {
        case "failed":
            return .problem(
                name, found, modem.stateMessage.isEmpty ? "zte-client show tells more" : modem.stateMessage)
        case "storage", "disabled": return .note(name, found, modem.stateMessage.isEmpty ? nil : modem.stateMessage)
        default: return .ok(name, found)
        }
    }
}
