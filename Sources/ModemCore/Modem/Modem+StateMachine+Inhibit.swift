// Another program borrows the ports, for as long as it is there.
extension Modem.StateMachine {
    static let portsComeFirst = "another program has borrowed its ports, wait until it gives them back"

    var portsAreLent: ModemError { .wrongState(state, needed: Self.portsComeFirst) }

    mutating func requestInhibit(by holder: Holder) -> (Admission, [Action]) {
        if let refusal = refusalOfInhibit { return (.refused(refusal), []) }
        if case .inhibited(let current, let isLent) = phase {
            if current != holder { return (.refused(.lentToAnother), []) }
            return (isLent ? .done : .wait, [])
        }
        (portTrouble, registration) = (.none, .unknown)
        phase = .inhibited(holder, isLent: false)
        return (.wait, endInherited() + [.release, .stop(.settle), .stop(.retry), .lend])
    }

    private var refusalOfInhibit: ModemError? {
        if change != nil { return .wrongState(state, needed: Self.changeComesFirst) }
        if wantedCall != nil { return .wrongState(state, needed: "disconnect first") }
        switch phase {
        case .gone: return .deviceGone
        case .suspended: return isAsleep
        case .connecting, .connected, .disconnecting: return .wrongState(state, needed: "disconnect first")
        case .returning: return .wrongState(state, needed: Self.returnComesFirst)
        case .new, .storage, .switching, .settling, .probing, .enabling, .locked, .searching, .registered, .disabled,
            .inhibited, .failed:
            guard isModem, !isStartingAnew else {
                return .wrongState(state, needed: "wait until it is a modem")
            }
            return nil
        }
    }

    /// Of what is not lent there is nothing to give back.
    mutating func requestRelease(by holder: Holder) -> (Admission, [Action]) {
        if case .gone = phase { return (.refused(.deviceGone), []) }
        guard case .inhibited(let current, _) = phase else { return (.done, []) }
        if current != holder { return (.refused(.lentToAnother), []) }
        return (.done, endInhibit())
    }

    mutating func lent() -> [Action] {
        guard case .inhibited(let holder, isLent: false) = phase else { return [] }
        phase = .inhibited(holder, isLent: true)
        return [.answer(.inhibit, nil)]
    }

    mutating func holderLeft(_ holder: Holder) -> [Action] {
        guard case .inhibited(holder, _) = phase else { return [] }
        return endInhibit()
    }

    /// What the borrower has done to the stick is not known: everything is read anew.
    private mutating func endInhibit() -> [Action] {
        portFailures = 0
        return [.release, .answer(.inhibit, .aborted)] + settle()
    }
}
