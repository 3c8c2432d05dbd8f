package import DBus
package import EventLoop
internal import ModemAPI

/// The service on the bus, as a client sees it.
@LoopActor package final class RemoteService {
    let connection: Connection

    /// As long as a stick may need for the whole way from CD-ROM to connection.
    package static let actionTimeout = Duration.seconds(180)

    private init(_ connection: Connection) { self.connection = connection }

    /// Connects to the bus. Whether the service is there is found out by the first call, which may start it.
    package static func open(
        _ bus: Connection.Bus = .system, clock: any Clock<Duration> = LoopClock.monotonic,
        timeout: Duration = Connection.defaultTimeout
    ) async throws(ServiceError) -> RemoteService {
        do throws(BusError) {
            return RemoteService(try await Connection.open(bus, clock: clock, timeout: timeout))
        } catch {
            throw .noBus(error)
        }
    }

    /// Leaves the bus; calls under way fail.
    package func close() { connection.close() }

    /// The sticks that are plugged in, in the order of their ports.
    package func modems() async throws(ServiceError) -> [RemoteModem] {
        var known = KnownModems()
        _ = known.replace(with: try await managedObjects())
        return known.modems
    }

    /// Makes a modem of a stick that is a CD-ROM, or what else is asked for; returns when it is one, or throws why not.
    package func switchMode(
        _ modem: RemoteModem, _ request: SwitchRequest = SwitchRequest(),
        timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) {
        try await call(ModemInterface.switchMode, of: modem, request.options, timeout: timeout)
    }

    /// Brings a connection up, whatever it takes; returns when it is.
    ///
    /// Ending the wait does not end the attempt: ``disconnect(_:timeout:)`` does.
    /// - Returns: `interface`, `address`, `peer` and `dns`.
    package func connect(
        _ modem: RemoteModem, _ request: ConnectRequest, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) -> [String: Value] {
        return try await call(ModemInterface.connect, of: modem, request.settings, timeout: timeout)
    }

    /// Ends a connection or an attempt; returns when nothing of it is left.
    package func disconnect(
        _ modem: RemoteModem, timeout: Duration = RemoteService.actionTimeout
    ) async throws(ServiceError) {
        try await call(ModemInterface.disconnect, of: modem, timeout: timeout)
    }

    func managedObjects() async throws(ServiceError) -> [ObjectPath: [String: PropertyValues]] {
        try await perform { () async throws(BusError) in
            try await self.connection.managedObjects(of: RemoteObject(BusName.ztemodem, ObjectPaths.root))
        }
    }

    /// Calls a method of a stick; whoever is at the machine may be asked first.
    func call<each Argument: BusType, Result: Sendable>(
        _ method: MethodDeclaration<repeat each Argument, Result>, of modem: RemoteModem,
        _ arguments: repeat each Argument, timeout: Duration
    ) async throws(ServiceError) -> Result {
        let object = RemoteObject(BusName.ztemodem, modem.path)
        let given = (repeat each arguments)
        return try await perform { () async throws(BusError) in
            try await connection.call(
                method, on: object, repeat each given, timeout: timeout, flags: .allowInteraction)
        }
    }

    func perform<Result: Sendable>(
        _ call: @LoopActor () async throws(BusError) -> Result
    ) async throws(ServiceError) -> Result {
        let owner = try? await connection.nameOwner(of: BusName.ztemodem)
        do throws(BusError) {
            return try await call()
        } catch {
            throw ServiceError(error, serviceLeft: await hasLeft(owner))
        }
    }

    /// Without an owner before, the call started the service: then it must be there now.
    private func hasLeft(_ owner: String?) async -> Bool {
        let now = try? await connection.nameOwner(of: BusName.ztemodem)
        return now == nil || (owner != nil && owner != now)
    }
}
