package import DBus
internal import ModemAPI

// The SIM of a stick, and what goes to the stick as it is.
extension RemoteService {
    private static let answerTimeout = Duration.seconds(60)

    /// Unlocks the SIM.
    /// - Parameter isLastTryMeant: also if one try is left.
    package func sendPIN(
        _ modem: RemoteModem, _ pin: String, isLastTryMeant: Bool = false
    ) async throws(ServiceError) {
        let method = isLastTryMeant ? SimInterface.sendLastPin : SimInterface.sendPin
        try await call(method, of: modem, pin, timeout: Self.answerTimeout)
    }

    /// Unblocks the SIM, and gives it a new PIN.
    package func sendPUK(_ modem: RemoteModem, _ puk: String, newPIN: String) async throws(ServiceError) {
        try await call(SimInterface.sendPuk, of: modem, puk, newPIN, timeout: Self.answerTimeout)
    }

    /// Has the SIM ask for its PIN, or not.
    package func enablePIN(_ modem: RemoteModem, _ isOn: Bool, with pin: String) async throws(ServiceError) {
        try await call(SimInterface.enablePin, of: modem, pin, isOn, timeout: Self.answerTimeout)
    }

    package func changePIN(_ modem: RemoteModem, from old: String, to new: String) async throws(ServiceError) {
        try await call(SimInterface.changePin, of: modem, old, new, timeout: Self.answerTimeout)
    }

    /// - Returns: `iccid`, `imsi` and `numbers`, as far as they are known.
    package func identity(of modem: RemoteModem) async throws(ServiceError) -> [String: Value] {
        return try await call(SimInterface.getIdentity, of: modem, timeout: Self.answerTimeout)
    }

    /// Sends an AT command.
    /// - Parameter seconds: how long the stick may take, 1 to 120.
    /// - Returns: the lines of the answer, the final result last.
    package func command(_ modem: RemoteModem, _ line: String, seconds: Int) async throws(ServiceError) -> String {
        let limit = min(max(seconds, 1), 120)
        return try await call(
            ModemInterface.command, of: modem, line, UInt32(limit * 1000), timeout: .seconds(limit) + Self.answerTimeout
        )
    }
}
