import ModemAPI
import ModemClient

/// What is known of the SIM of a stick, and what a person may do about it.
struct SIMDetails {
    let modem: RemoteModem
    var paint = Paint.off

    var text: String { DetailSection.text(of: [section], paint) }

    private var section: DetailSection {
        DetailSection(
            "SIM",
            [
                "Lock": lock,
                "Operator": OperatorText.text(
                    modem[known: SimInterface.operatorName], modem[known: SimInterface.operatorCode]),
                "PIN tries": modem[SimInterface.pinRetries].map { "\($0)" },
                "PUK tries": modem[SimInterface.pukRetries].map { "\($0)" },
                "Id": modem[known: SimInterface.simID],
                "What to do": advice,
            ])
    }

    private var lock: String {
        guard let lock = modem[known: SimInterface.lock] else {
            return modem.stateReason == "sim-missing" ? "there is no SIM" : "not known yet"
        }
        switch lock {
        case "none": return "open"
        case "pin": return "waits for its PIN"
        case "puk": return "blocked, waits for its PUK"
        default: return "waits for its " + lock.uppercased()
        }
    }

    private var advice: String? {
        switch (modem[known: SimInterface.lock], modem.state) {
        case ("pin", "locked") where modem.stateReason == "sim-pin": "unlock it with 'zte-client sim unlock'"
        case (_, "locked"), (_, "failed"): modem.stateMessage.isEmpty ? nil : modem.stateMessage
        case (_, _): nil
        }
    }
}

/// Who a SIM or a network belongs to.
enum OperatorText {
    static func text(_ name: String?, _ code: String?) -> String? {
        guard let name else { return code }
        return name + (code.map { " (\($0))" } ?? "")
    }
}
