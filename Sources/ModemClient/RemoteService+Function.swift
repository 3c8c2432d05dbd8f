internal import DBus
internal import EventLoop
internal import ModemAPI

// The radio, and a new start.
extension RemoteService {
    /// Turns the radio on or off; returns when that is done.
    package func enable(
        _ modem: RemoteModem, _ isOn: Bool, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) {
        let object = RemoteObject(BusName.ztemodem, modem.path)
        try await perform { () async throws(BusError) in
            try await self.connection.call(
                ModemInterface.enable, on: object, isOn, timeout: timeout, flags: .allowInteraction)
        }
    }

    /// Starts the radio or the stick anew.
    /// - Parameter kind: `radio` or `modem`.
    package func reset(
        _ modem: RemoteModem, _ kind: String, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) {
        let object = RemoteObject(BusName.ztemodem, modem.path)
        try await perform { () async throws(BusError) in
            try await self.connection.call(
                ModemInterface.reset, on: object, kind, timeout: timeout, flags: .allowInteraction)
        }
    }
}
