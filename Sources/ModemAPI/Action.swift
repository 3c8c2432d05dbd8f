/// What polkit is asked about. The raw value is the action id.
package enum Action: String, CaseIterable, Sendable {
    case connect = "org.ztemodem1.connect"
    case switchMode = "org.ztemodem1.switch"
    case simUnlock = "org.ztemodem1.sim-unlock"
    case simManage = "org.ztemodem1.sim-manage"
    case network = "org.ztemodem1.network"
    case identity = "org.ztemodem1.identity"
    case smsRead = "org.ztemodem1.sms-read"
    case smsSend = "org.ztemodem1.sms-send"
    case ussd = "org.ztemodem1.ussd"
    case config = "org.ztemodem1.config"
    case atCommand = "org.ztemodem1.at-command"
    case deviceControl = "org.ztemodem1.device-control"

    /// What it allows, for the documentation.
    package var doc: String {
        switch self {
        case .connect: "Bring the connection up, and take it down."
        case .switchMode:
            "Switch a stick from storage to modem or back by hand, and turn its CD-ROM off or on; nobody is asked when it is "
                + "plugged in."
        case .simUnlock: "Send a PIN or PUK to a SIM that asks for it."
        case .simManage: "Change the PIN of the SIM, and whether it is asked for."
        case .network: "Look for networks, choose one, choose the radio, and have the signal read more often."
        case .identity: "Read what identifies the subscriber (ICCID, IMSI, own numbers), and how much was used when."
        case .smsRead: "Read and delete text messages."
        case .smsSend: "Send text messages, which costs money."
        case .ussd: "Use the network's services by codes such as *100#, which may cost money."
        case .config: "Change profiles, limits, and how the service works, such as what it logs."
        case .atCommand: "Send any AT command to the stick, and borrow its ports: everything, past all other rules."
        case .deviceControl: "Turn the radio on and off, reset a stick, look for sticks again."
        }
    }
}
