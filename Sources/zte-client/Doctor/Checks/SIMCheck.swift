import ModemAPI
import ModemClient

/// Is the SIM there, and open?
enum SIMCheck: ModemCheck {
    static let name = "sim"

    static func findings(_ modem: RemoteModem, _ facts: DoctorFacts) -> [Finding] { [finding(modem)] }

    private static func finding(_ modem: RemoteModem) -> Finding {
        let port = modem.physicalPort
        if modem.stateReason == "sim-missing" || modem.stateReason == "sim-failure" {
            return .problem(
                name, "\(port): \(modem.stateReason)",
                "put the SIM in, or take it out and clean it; then plug the stick in again")
        }
        guard let lock = modem[known: SimInterface.lock] else {
            return .skipped(name, "\(port): it has not been read yet")
        }
        let tries = modem[SimInterface.pinRetries].map { "\($0) tries" } ?? "an unknown number of tries"
        switch lock {
        case "none", "pin2", "puk2": return .ok(name, "\(port): open")
        case "pin": return .problem(name, "\(port): it waits for its PIN, \(tries) left", "zte-client sim unlock")
        case "puk": return .problem(name, "\(port): it is blocked and waits for its PUK", "zte-client sim puk")
        default:
            return .problem(
                name, "\(port): it waits for \(lock)", "ask who sold the stick: this lock is the operator's")
        }
    }
}
