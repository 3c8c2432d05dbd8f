internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore

// What a caller of org.ztemodem1.Profile gets.
extension ProfileInterface {
    /// - Parameter gone: called when Delete has removed the profile, and nothing but its answer is left to come.
    @LoopActor static func methods(
        of id: ProfileID, in book: ProfileBook, gone: @escaping @LoopActor () -> Void
    ) -> [BoundMethod] {
        [
            update.bind { _, settings throws(BusError) in
                let request = try ProfileRequest(bus: settings)
                try await ProfileError.mapped { () async throws(ProfileError) in
                    try await book.update(id) { old throws(ProfileError) in try request.profile(replacing: old) }
                }
            },
            delete.bind { _ throws(BusError) in
                defer { if book.profiles[id] == nil { gone() } }
                try await ProfileError.mapped { () async throws(ProfileError) in try await book.remove(id) }
            },
            getSettings.bind { _ throws(BusError) in
                try await ProfileError.mapped { () async throws(ProfileError) in
                    try book.profile(named: id.text).busSettings
                }
            },
        ]
    }
}

extension ManagerInterface {
    @LoopActor static func addProfile(to book: ProfileBook) -> BoundMethod {
        addProfile.bind { _, settings throws(BusError) in
            let request = try ProfileRequest(bus: settings)
            let profile = try await ProfileError.mapped { () async throws(ProfileError) in
                try await book.add { spare in request.profile(request.id ?? spare) }
            }
            guard let path = ObjectPaths.profile(id: profile.id.text) else {
                throw ErrorName.failed("The profile '\(profile.id)' has no object; restart the service.")
            }
            return path
        }
    }
}
