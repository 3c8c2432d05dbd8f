// A call that runs already when the stick is found: an earlier run of the service has left it.
extension Modem.StateMachine {
    /// Told before its port is announced, so that nobody opens that.
    mutating func callFound(on node: String) -> [Action] {
        if case .settling = phase, isModem {
            inherited = node
            return []
        }
        return [.endInherited]
    }

    /// The stick is what it was, and nothing is done to it.
    /// - Parameter isAnswered: whether a port beside that of the call takes commands.
    mutating func carryOn(isAnswered: Bool) -> [Action] {
        inherited = nil
        isStartingAnew = false
        (portTrouble, isReadDuringCall) = (isAnswered ? .none : .silent, isAnswered)
        let answers = endWanted(.wrongState(.connected, needed: "disconnect first"))
        phase = .connected
        return [.stop(.settle), .carryOn] + (isAnswered ? [.initialise] : []) + answers
    }

    mutating func probeFailed(_ reason: StateReason) -> [Action] {
        inherited == nil ? failed(reason) : carryOn(isAnswered: false)
    }

    /// A call outlives what cannot be read of its stick.
    mutating func initialiseFailed(_ reason: StateReason) -> [Action] {
        guard isReadDuringCall, isInCall else { return failed(reason) }
        wasRead(false)
        return []
    }

    /// What came of reading the stick while there is a call. What was not as it should be is read again after it.
    mutating func wasRead(_ isComplete: Bool) {
        let isOfCall = isReadDuringCall && isInCall
        isReadDuringCall = false
        if isOfCall, !isComplete, portTrouble == .none { portTrouble = .silent }
    }

    /// The stick is wanted for something else, or is another one.
    mutating func endInherited() -> [Action] {
        if inherited == nil { return [] }
        inherited = nil
        return [.endInherited]
    }
}
