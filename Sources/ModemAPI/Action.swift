/// What polkit is asked about. The raw value is the action id.
package enum Action: String, CaseIterable, Sendable {
    /// Bring a connection up, take it down, and make it last.
    case connect = "org.ztemodem1.connect"
    /// Switch a stick between its modes, by hand.
    case switchMode = "org.ztemodem1.switch"
    /// Send a PIN or PUK.
    case simUnlock = "org.ztemodem1.sim-unlock"
    /// Change how the service works: what it logs, and that it looks for sticks again.
    case configure = "org.ztemodem1.configure"

    /// Completes the sentence "Authentication is required to …".
    package var purpose: String {
        switch self {
        case .connect: "connect to a mobile network or disconnect from it"
        case .switchMode: "switch the mode of a modem stick"
        case .simUnlock: "unlock a SIM"
        case .configure: "change how the modem service works"
        }
    }
}
