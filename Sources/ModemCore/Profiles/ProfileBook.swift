package import EventLoop

/// The profiles that there are, as the archive has them. One change after the other: each begins with what the one before
/// has left.
@LoopActor package final class ProfileBook {
    /// More than anybody has; each is an object on the bus.
    package nonisolated static let limit = 256

    package enum Change: Equatable, Sendable {
        case added(Profile)
        case updated(Profile)
        case removed(ProfileID)
    }

    private var observers: [@LoopActor (Change) -> Void] = []
    package private(set) var profiles: [ProfileID: Profile] = [:]
    private let archive: any ProfileArchive
    private var turn: Task<Void, Never>?

    package init(archive: any ProfileArchive) { self.archive = archive }

    /// Tells of every change once it is kept, before whoever asked for it has the answer.
    package func observe(_ observer: @escaping @LoopActor (Change) -> Void) { observers.append(observer) }

    /// Reads the archive; before this there are none.
    /// - Returns: what is wrong with it.
    package func load() async -> [String] {
        let (found, problems) = await archive.load()
        for profile in found where profiles[profile.id] == nil {
            profiles[profile.id] = profile
            tell(.added(profile))
        }
        return problems
    }

    /// Reads the archive again, after somebody has worked on it by hand. What cannot be read stays as it was, and while that
    /// is so nothing is taken for removed.
    /// - Returns: what is wrong with it.
    package func reload() async -> [String] {
        let outcome = try? await inTurn { [self] () async throws(ProfileError) in
            let (found, problems) = await archive.load()
            for profile in found.prefix(Self.limit) where profiles[profile.id] != profile {
                take(profiles[profile.id] == nil ? .added(profile) : .updated(profile))
            }
            if problems.isEmpty {
                let known = Set(found.map(\.id))
                for id in profiles.keys where !known.contains(id) { take(.removed(id)) }
            }
            return problems
        }
        return outcome ?? []
    }

    /// The profile a caller names.
    package func profile(named text: String) throws(ProfileError) -> Profile {
        guard let id = try? ProfileID(text), let profile = profiles[id] else {
            throw .unknown(
                String(text.unicodeScalars.filter { (0x20...0x7e).contains($0.value) }.prefix(64).map(Character.init)))
        }
        return profile
    }

    /// - Parameter make: given an id that is free, for who has none.
    package func add(
        _ make: @escaping @LoopActor (_ spare: ProfileID) throws(ProfileError) -> Profile
    ) async throws(ProfileError) -> Profile {
        try await inTurn { [self] () async throws(ProfileError) in
            if profiles.count >= Self.limit { throw .tooMany(limit: Self.limit) }
            let profile = try make(spareID)
            if profiles[profile.id] != nil { throw .exists(profile.id) }
            try await keep { () async throws(ProfileArchiveError) in
                try await archive.add(profile)
            } as: {
                .added(profile)
            }
            return profile
        }
    }

    /// - Parameter change: makes the new one of the one that is there; the id stays.
    package func update(
        _ id: ProfileID, _ change: @escaping @LoopActor (Profile) throws(ProfileError) -> Profile
    ) async throws(ProfileError) {
        try await inTurn { [self] () async throws(ProfileError) in
            guard let old = profiles[id] else { throw .unknown(id.text) }
            let profile = try change(old)
            if profile == old { return }
            try await keep { () async throws(ProfileArchiveError) in
                try await archive.replace(profile)
            } as: {
                .updated(profile)
            }
        }
    }

    package func remove(_ id: ProfileID) async throws(ProfileError) {
        try await inTurn { [self] () async throws(ProfileError) in
            guard profiles[id] != nil else { throw .unknown(id.text) }
            try await keep { () async throws(ProfileArchiveError) in
                try await archive.remove(id)
            } as: {
                .removed(id)
            }
        }
    }

    /// What is in the archive is so here, and everybody is told; what may not last is so for now.
    private func keep(
        _ write: @LoopActor () async throws(ProfileArchiveError) -> Void, as change: () -> Change
    ) async throws(ProfileError) {
        do throws(ProfileArchiveError) {
            try await write()
        } catch {
            if case .uncertain = error { take(change()) }
            throw .archive(error)
        }
        take(change())
    }

    private func take(_ change: Change) {
        switch change {
        case .added(let profile), .updated(let profile): profiles[profile.id] = profile
        case .removed(let id): profiles[id] = nil
        }
        tell(change)
    }

    private func tell(_ change: Change) {
        for observer in observers { observer(change) }
    }

    private var spareID: ProfileID {
        // One of so many numbers is free.
        (1...Self.limit + 1).lazy.map(ProfileID.init(number:)).first { self.profiles[$0] == nil }
            ?? ProfileID(number: 0)
    }

    /// Also for a caller who has left meanwhile: half a change is none.
    private func inTurn<Outcome: Sendable>(
        _ work: @escaping @LoopActor () async throws(ProfileError) -> Outcome
    ) async throws(ProfileError) -> Outcome {
        let previous = turn
        let task = Task { @LoopActor () -> Result<Outcome, ProfileError> in
            await previous?.value
            do throws(ProfileError) { return .success(try await work()) } catch { return .failure(error) }
        }
        turn = Task { _ = await task.value }
        return try await task.value.get()
    }
}
