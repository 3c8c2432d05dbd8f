package import EventLoop
internal import KeyFile
package import ModemCore

/// Profiles as files of a folder that only the service may look into, `<id>.conf` each. All of it happens on a lane.
@LoopActor package final class ProfileStore: ProfileArchive {
    private let folder: ProfileFolder
    private let lane: BlockingLane

    package init(folder: String, lane: BlockingLane) {
        self.folder = ProfileFolder(path: folder)
        self.lane = lane
    }

    package func load() async -> (profiles: [Profile], problems: [String]) {
        let (profiles, problems) = await lane.run { [folder] in folder.load() }
        return (profiles, problems.map(\.description))
    }

    package func add(_ profile: Profile) async throws(ProfileArchiveError) {
        try await lane.run { [folder] () throws(ProfileArchiveError) in try folder.write(profile, over: false) }
    }

    package func replace(_ profile: Profile) async throws(ProfileArchiveError) {
        try await lane.run { [folder] () throws(ProfileArchiveError) in try folder.write(profile, over: true) }
    }

    package func remove(_ id: ProfileID) async throws(ProfileArchiveError) {
        try await lane.run { [folder] () throws(ProfileArchiveError) in try folder.remove(id) }
    }
}
