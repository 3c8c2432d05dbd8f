internal import DBus
internal import EventLoop
internal import ModemAPI

// The radio, and a new start.
extension RemoteService {
    /// Turns the radio on or off; returns when that is done.
    package func enable(
        _ modem: RemoteModem, _ isOn: Bool, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) {
        try await call(ModemInterface.enable, of: modem, isOn, timeout: timeout)
    }

    /// Starts the radio or the stick anew.
    /// - Parameter kind: `radio` or `modem`.
    package func reset(
        _ modem: RemoteModem, _ kind: String, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) {
        try await call(ModemInterface.reset, of: modem, kind, timeout: timeout)
    }
}
