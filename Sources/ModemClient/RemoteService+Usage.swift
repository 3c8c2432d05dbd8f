package import DBus
internal import ModemAPI

// What SIMs have used; the service checks what it is given.
extension RemoteService {
    private static let answerTimeout = Duration.seconds(150)

    /// Every SIM that was ever seen, by its name.
    package func sims() async throws(ServiceError) -> [RemoteSIM] {
        try await managedObjects().compactMap { path, interfaces in
            interfaces[UsageInterface.name].map { RemoteSIM(path: path, properties: $0) }
        }.sorted { $0.path.text < $1.path.text }
    }

    /// - Parameters:
    ///   - from: as `to`, in seconds since 1970.
    ///   - step: `hour`, `day` or `month`.
    package func usage(
        of sim: RemoteSIM, from: UInt64, to: UInt64, step: String
    ) async throws(ServiceError) -> [[String: Value]] {
        return try await call(UsageInterface.query, of: sim, from, to, step)
    }

    /// Empty removes it.
    package func setLimit(_ limit: [String: Value], of sim: RemoteSIM) async throws(ServiceError) {
        try await call(UsageInterface.setLimit, of: sim, limit)
    }

    func call<each Argument: BusType, Result: Sendable>(
        _ method: MethodDeclaration<repeat each Argument, Result>, of sim: RemoteSIM,
        _ arguments: repeat each Argument
    ) async throws(ServiceError) -> Result {
        let given = (repeat each arguments)
        return try await perform { () async throws(BusError) in
            try await connection.call(
                method, on: RemoteObject(BusName.ztemodem, sim.path), repeat each given, timeout: Self.answerTimeout,
                flags: .allowInteraction)
        }
    }
}
