import ModemAPI
import ModemClient

/// Is the stick in a network, and does it hear it well?
enum NetworkCheck: ModemCheck {
    static let name = "network"
    /// Percent, below which calls fail for want of coverage.
    private static let weak: UInt32 = 15
    /// States in which a stick looks for a network, or has one.
    private static let asking: Set = ["searching", "registered", "connecting", "connected", "disconnecting"]

    static func findings(_ modem: RemoteModem, _ facts: DoctorFacts) -> [Finding] {
        let port = modem.physicalPort
        if modem.state == "disabled" { return [.note(name, "\(port): the radio is off", "zte-client power on")] }
        guard asking.contains(modem.state), let registration = modem[known: NetworkInterface.registration] else {
            return [.skipped(name, "\(port): the stick is not that far (\(modem.state))")]
        }
        return [finding(port, registration, modem), signal(port, modem)]
    }

    private static func finding(_ port: String, _ registration: String, _ modem: RemoteModem) -> Finding {
        let operatorName =
            modem[known: NetworkInterface.operatorName] ?? modem[known: NetworkInterface.operatorCode] ?? "unknown"
        switch registration {
        case "home", "roaming": return .ok(name, "\(port): \(registration), operator \(operatorName)")
        case "denied":
            return .problem(name, "\(port): the network refuses this SIM", "ask the operator whether the SIM is active")
        case "searching":
            return .problem(
                name, "\(port): it is still searching",
                "wait a minute; try another place; the operator may have switched off what this stick speaks")
        default: return .problem(name, "\(port): in no network (\(registration))", "zte-client network register auto")
        }
    }

    private static func signal(_ port: String, _ modem: RemoteModem) -> Finding {
        guard let quality = modem[NetworkInterface.signalQuality] else {
            return .skipped("signal", "\(port): not known")
        }
        let found = "\(port): \(quality) %"
        return quality < weak
            ? .problem(
                "signal", found + ", which is weak", "try a place at a window, or an extension cable for the USB")
            : .ok("signal", found)
    }
}
