import ModemAPI
import ModemClient

/// What a stick in a state is doing, in words.
enum StepText {
    static func text(_ modem: RemoteModem) -> String {
        switch modem.state {
        case "storage": "is a CD-ROM"
        case "switching" where modem.stateReason == "requested": "switching back from modem to CD-ROM"
        case "switching": "switching from CD-ROM to modem" + attempt(modem)
        case "settling": "waiting for the serial ports"
        case "probing": "looking for the port that takes commands"
        case "locked": "the SIM is locked"
        case "disabled":
            modem.stateReason == "inhibited" ? "another program has borrowed its ports" : "the radio is off"
        case "enabling": "reading SIM and turning the radio on"
        case "searching": "looking for a network"
        case "registered": "registered" + (modem[known: NetworkInterface.operatorName].map { " with \($0)" } ?? "")
        case "connecting": "connecting"
        case "connected": "connected"
        case "disconnecting": "disconnecting"
        case "failed": "failed" + (modem.stateReason.isEmpty ? "" : " (\(modem.stateReason))")
        // A state of a later version of the service.
        default: modem.state
        }
    }

    /// ` (eject)`, ` (driver-release, attempt 2)`
    private static func attempt(_ modem: RemoteModem) -> String {
        guard let method = modem[known: ModemInterface.switchMethod] else { return "" }
        let attempts = modem[ModemInterface.switchAttempts] ?? 0
        return attempts > 1 ? " (\(method), attempt \(attempts))" : " (\(method))"
    }
}
