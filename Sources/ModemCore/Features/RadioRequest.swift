internal import ATProtocol
internal import EventLoop

// What is common to scanning, choosing a network and choosing a technology.
extension Modem {
    /// The ports for a request that has the radio to itself, if the stick is where that is possible. Who gets them sets
    /// ``isRadioTaken`` for as long as it asks.
    func portsForRadio(duringCall: Bool) throws(ModemError) -> ModemLink {
        let state = snapshot.state
        switch state {
        case .connecting, .connected, .disconnecting:
            guard duringCall, canAskDuringCall else { throw .wrongState(state, needed: "disconnect first") }
        case .locked: throw .simLocked(snapshot.reason)
        case .searching, .registered: break
        case .disabled:
            throw .wrongState(state, needed: whatComesFirst)
        case .storage, .switching, .settling, .probing, .enabling, .failed:
            throw .wrongState(state, needed: "wait until it looks for a network")
        }
        guard let link else { throw .wrongState(state, needed: "wait until its ports answer again") }
        if isRadioTaken { throw .inProgress }
        return link
    }

    private var whatComesFirst: String {
        switch snapshot.reason {
        case .inhibited: StateMachine.portsComeFirst
        case .suspended: StateMachine.sleepEndsFirst
        default: StateMachine.radioComesFirst
        }
    }
}

extension ModemError {
    /// - Parameter request: what was tried, as `Scanning for networks`.
    init(_ error: ATError, during request: String) {
        switch error {
        case .portLost: self = .deviceGone
        case .timeout, .outcomeUnknown, .portSilent: self = .timedOut(request)
        case .cme(let reason): self = Self.refusedBySIM(reason) ?? .commandFailed(request, answer: reason.words)
        case .cms(let code): self = .commandFailed(request, answer: code.map(String.init) ?? "")
        case .error, .noCarrier, .busy, .noDialtone, .noAnswer: self = .commandFailed(request, answer: "ERROR")
        case .overflow, .notReady: self = .commandFailed("\(request) failed, the port is too busy; try again")
        case .unexpectedResponse(let text): self = .commandFailed(request, answer: text)
        }
    }

    private static func commandFailed(_ request: String, answer: String) -> ModemError {
        .commandFailed("\(request) failed, the stick answered '\(answer)'; try again when it is registered")
    }

    /// Nil: not the SIM's fault.
    static func refusedBySIM(_ reason: CMEError) -> ModemError? {
        switch reason.code {
        case .simNotInserted: .simMissing
        case .simPinRequired: .simLocked(.simPin)
        case .simPukRequired: .simLocked(.simPuk)
        case .simFailure, .simWrong: .notUsable(.simFailure)
        default: nil
        }
    }
}

extension CMEError {
    /// For a person: the reason, or its number.
    var words: String { text.isEmpty ? "+CME ERROR: \(code.rawValue)" : text }
}
