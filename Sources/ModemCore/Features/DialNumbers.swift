internal import ATProtocol
internal import EventLoop

// By which number a packet call is made. 3GPP TS 27.007, 10.2.1.1 has `*99***1#` for the context that was defined; some
// firmware takes only the short form, with the context it has anyway. What worked with a stick is dialled first from then on.
extension Modem {
    /// The packet context we define and dial; others belong to the stick's owner.
    static let context = 1

    private static let forms = [DialNumber(context: context), .packetService]

    private var provenNumber: DialNumber? { dataPortKey.flatMap { environment.dataPorts.dialNumber(of: $0) } }

    /// What to dial, in this order; a number that somebody has given is the only one.
    func dialNumbers(for settings: ConnectSettings) -> [DialNumber] {
        if let number = settings.number { return [number] }
        guard let proven = provenNumber else { return Self.forms }
        return [proven] + Self.forms.filter { $0 != proven }
    }

    /// Whether another number could have another answer. A carrier that is refused may be for want of a context; where a
    /// number has proven itself it is not.
    func isOfTheNumber(_ refusal: ATError) -> Bool {
        if refusal == .noCarrier { return provenNumber == nil }
        return refusal.isOfThePort && refusal != .timeout && refusal != .portSilent
    }

    /// A call is up.
    func rememberDialNumber() {
        guard let dataPortKey, let dialled, dialled != provenNumber else { return }
        environment.dataPorts.remember(dialNumber: dialled, of: dataPortKey)
    }
}

extension ModemError {
    init(dialling error: ATError) {
        switch error {
        case .portLost: self = .deviceGone
        case .timeout, .outcomeUnknown, .portSilent: self = .timedOut("Dialling")
        case .noCarrier: self = .dialFailed("NO CARRIER")
        case .busy: self = .dialFailed("BUSY")
        case .noDialtone: self = .dialFailed("NO DIALTONE")
        case .noAnswer: self = .dialFailed("NO ANSWER")
        case .error: self = .dialFailed("ERROR")
        case .cme(let reason):
            self = .dialFailed("+CME ERROR: " + (reason.text.isEmpty ? "\(reason.code.rawValue)" : reason.text))
        case .cms(let code): self = .dialFailed("+CMS ERROR: \(code.map(String.init) ?? "?")")
        case .overflow, .notReady: self = .dialFailed("garbage")
        case .unexpectedResponse(let text): self = .dialFailed(text)
        }
    }
}
