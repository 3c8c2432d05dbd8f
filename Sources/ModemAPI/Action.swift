/// What polkit is asked about. The raw value is the action id.
package enum Action: String, CaseIterable, Sendable {
    /// Bring a connection up, and take it down.
    case connect = "org.ztemodem1.connect"
    /// Switch a stick from storage to modem, by hand.
    case switchMode = "org.ztemodem1.switch"
    /// Send a PIN.
    case simUnlock = "org.ztemodem1.sim-unlock"
    /// Look for sticks again.
    case deviceControl = "org.ztemodem1.device-control"
    /// Change how the service works, such as what it logs.
    case administer = "org.ztemodem1.administer"

    /// What it allows, for the documentation.
    package var doc: String {
        switch self {
        case .connect: "Bring the connection up, and take it down."
        case .switchMode: "Switch a stick from storage to modem by hand; nobody is asked when it is plugged in."
        case .simUnlock: "Send a PIN to the SIM."
        case .deviceControl: "Have the service look for sticks again."
        case .administer: "Change how the service works, such as what it logs."
        }
    }
}
