package import DBus
internal import ModemAPI

// Services of the network by codes. A dialogue is this program's, and ends when it leaves the bus.
extension RemoteService {
    /// Sends a code.
    /// - Returns: what the network says; whether it waits for an answer is in ``networkAsks(_:)``.
    package func initiateUSSD(
        _ modem: RemoteModem, _ code: String, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) -> String {
        return try await call(UssdInterface.initiate, of: modem, code, timeout: timeout)
    }

    /// Answers a question of the network.
    package func respondUSSD(
        _ modem: RemoteModem, _ response: String, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) -> String {
        return try await call(UssdInterface.respond, of: modem, response, timeout: timeout)
    }

    package func cancelUSSD(_ modem: RemoteModem) async throws(ServiceError) {
        try await call(UssdInterface.cancel, of: modem, timeout: RemoteService.actionTimeout)
    }

    /// Whether the network waits for an answer.
    package func networkAsks(_ modem: RemoteModem) async throws(ServiceError) -> Bool {
        let state = try await modems().first { $0.path == modem.path }?[UssdInterface.state]
        return state == "user-response"
    }

    /// - Returns: for each `purpose`, `provider`, and `code` with `placeholder`, or `number` and `text`.
    package func serviceCodes(of modem: RemoteModem) async throws(ServiceError) -> [[String: Value]] {
        return try await call(UssdInterface.getServiceCodes, of: modem, timeout: RemoteService.actionTimeout)
    }
}
