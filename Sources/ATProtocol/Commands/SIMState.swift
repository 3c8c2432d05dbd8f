/// What the SIM waits for.
package enum SIMState: Equatable, Sendable {
    case ready
    case pin, puk, pin2, puk2
    /// The stick is locked, to a SIM, a network or a provider: the modem's words, such as `PH-NET PIN`.
    case deviceLock(String)
    case missing
    /// Broken, or no SIM at all.
    case failure
    /// Not yet known: ask again.
    case busy

    /// `<code>` of `+CPIN:` (3GPP TS 27.007, 8.3). Nil: not one of them.
    init?(words: String) {
        switch words.uppercased() {
        case "READY": self = .ready
        case "SIM PIN": self = .pin
        case "SIM PUK": self = .puk
        case "SIM PIN2": self = .pin2
        case "SIM PUK2": self = .puk2
        case "NOT INSERTED", "SIM NOT INSERTED": self = .missing
        case "NOT READY", "SIM BUSY": self = .busy
        case let words where words.hasPrefix("PH-"): self = .deviceLock(words)
        default: return nil
        }
    }

    /// The errors that are states. Nil: the question has failed.
    init?(_ code: CMEError.Code) {
        switch code {
        case .simNotInserted: self = .missing
        case .simPinRequired: self = .pin
        case .simPukRequired: self = .puk
        case .simPin2Required: self = .pin2
        case .simPuk2Required: self = .puk2
        case .simFailure, .simWrong: self = .failure
        case .simBusy: self = .busy
        case .phoneSIMPinRequired: self = .deviceLock("PH-SIM PIN")
        case .networkPinRequired: self = .deviceLock("PH-NET PIN")
        default: return nil
        }
    }
}

extension AT {
    /// `AT+CPIN?` (3GPP TS 27.007, 8.3). A SIM that is missing, broken or busy is an answer too, though it comes as an error.
    package struct SIMStatus: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CPIN?", answer: .lines("+CPIN:"), deadline: .seconds(10)) }

        package func reply(to response: ATResponse) throws(ATError) -> SIMState {
            if case .cme(let error) = response.final, let state = SIMState(error.code) { return state }
            try response.requireSuccess()
            let words = response.values(after: "+CPIN:").lazy.compactMap { ATField.split($0).first?.text }
            guard let state = words.compactMap({ SIMState(words: $0) }).first else { throw response.unexpected() }
            return state
        }
    }
}
