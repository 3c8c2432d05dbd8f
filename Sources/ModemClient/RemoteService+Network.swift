package import DBus
internal import ModemAPI

// The mobile network, as a stick sees it.
extension RemoteService {
    private static let answerTimeout = Duration.seconds(60)

    /// Looks for networks. Ends at the stick, too, when this program leaves the bus.
    /// - Returns: for each `status`, `code`, `name`, `short-name` and `technology`, as far as they are known.
    package func scan(
        _ modem: RemoteModem, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) -> [[String: Value]] {
        return try await call(NetworkInterface.scan, of: modem, timeout: timeout)
    }

    /// Registers with one network; returns when that is done.
    /// - Parameter code: nil leaves the choice to the stick.
    package func register(
        _ modem: RemoteModem, with code: String?, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) {
        try await call(NetworkInterface.register, of: modem, code ?? "", timeout: timeout)
    }

    /// Chooses which radio may be used.
    /// - Parameter mode: as ``NetworkInterface/mode`` has them.
    package func setNetworkMode(_ modem: RemoteModem, _ mode: String) async throws(ServiceError) {
        try await perform { () async throws(BusError) in
            try await connection.set(
                NetworkInterface.mode, of: RemoteObject(BusName.ztemodem, modem.path), to: mode,
                flags: .allowInteraction)
        }
    }

    /// Has the signal read so often, as long as this program is on the bus.
    package func setSignalInterval(_ modem: RemoteModem, seconds: UInt32) async throws(ServiceError) {
        try await call(NetworkInterface.setSignalInterval, of: modem, seconds, timeout: Self.answerTimeout)
    }
}
