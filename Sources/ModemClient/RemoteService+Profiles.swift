package import DBus
internal import ModemAPI

// Stored profiles. Settings are those of Connect and of profiles; the service checks them.
extension RemoteService {
    /// Whoever is at the machine may be asked for a password first.
    private static let answerTimeout = Duration.seconds(150)

    /// The profiles, by id.
    package func profiles() async throws(ServiceError) -> [RemoteProfile] {
        try await managedObjects().compactMap { path, interfaces in
            interfaces[ProfileInterface.name].flatMap { RemoteProfile(path: path, properties: $0) }
        }.sorted { $0.id < $1.id }
    }

    /// - Returns: the id, which the service chooses where none is given.
    package func addProfile(_ settings: [String: Value]) async throws(ServiceError) -> String {
        let path = try await perform { () async throws(BusError) in
            try await connection.call(
                ManagerInterface.addProfile, on: RemoteObject(BusName.ztemodem, ObjectPaths.root), settings,
                timeout: Self.answerTimeout, flags: .allowInteraction)
        }
        return String(path.text.split(separator: "/").last ?? "")
    }

    /// Replaces the settings; secrets that are not named stay.
    package func updateProfile(_ id: String, _ settings: [String: Value]) async throws(ServiceError) {
        try await call(ProfileInterface.update, ofProfile: id, settings)
    }

    package func deleteProfile(_ id: String) async throws(ServiceError) {
        try await call(ProfileInterface.delete, ofProfile: id)
    }

    /// Without secrets.
    package func profileSettings(_ id: String) async throws(ServiceError) -> [String: Value] {
        return try await call(ProfileInterface.getSettings, ofProfile: id)
    }

    private func call<each Argument: BusType, Result: Sendable>(
        _ method: MethodDeclaration<repeat each Argument, Result>, ofProfile id: String,
        _ arguments: repeat each Argument
    ) async throws(ServiceError) -> Result {
        let unknown = ServiceError.failed(.notFound, message: "There is no profile '\(id)'; 'profile list' shows them.")
        guard let path = ObjectPaths.profile(id: id) else { throw unknown }
        let given = (repeat each arguments)
        do throws(ServiceError) {
            return try await perform { () async throws(BusError) in
                try await connection.call(
                    method, on: RemoteObject(BusName.ztemodem, path), repeat each given, timeout: Self.answerTimeout,
                    flags: .allowInteraction)
            }
        } catch {
            // No such object.
            if case .stickGone = error { throw unknown }
            throw error
        }
    }
}
