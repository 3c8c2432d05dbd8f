internal import DBus
internal import EventLoop
internal import ModemAPI

// What the service knows of sticks, plugged in or not.
extension RemoteService {
    /// In the order of their ids.
    package func devices() async throws(ServiceError) -> [KnownDevice] {
        let found = try await perform { () async throws(BusError) in
            try await self.connection.call(
                ManagerInterface.listDevices, on: RemoteObject(BusName.ztemodem, ObjectPaths.root))
        }
        return found.map { KnownDevice(settings: $0) }
    }

    /// What was found out about a stick, as a device file.
    package func deviceFile(of modem: RemoteModem) async throws(ServiceError) -> String {
        try await call(ModemInterface.exportDevice, of: modem, timeout: Connection.defaultTimeout)
    }
}
