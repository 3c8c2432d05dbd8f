import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import ProfileStore

/// Files of profiles: who may read them, what is believed, and what a write that fails leaves behind.
@Suite(.eventLoop) @LoopActor struct ProfileStoreTests {
    private let folder: TemporaryFolder
    private let store: ProfileStore

    init() throws {
        folder = try TemporaryFolder()
        store = ProfileStore(folder: folder.path, lane: BlockingLane())
    }

    private func profile(_ id: String, apn: String = "internet", password: String? = "words") throws -> Profile {
        let settings = ConnectSettings(
            accessPoint: try AccessPointName(apn), password: try password.map { try Credential($0, name: "password") })
        return Profile(id: try ProfileID(id), settings: settings)
    }

    private func mode(_ name: String) -> mode_t? {
        var status = stat()
        return lstat(folder.path + "/" + name, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    private func names() -> [String] {
        var problems: [String] = []
        guard let stream = opendir(folder.path) else { return ["?"] }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            problems.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        return problems.filter { $0 != "." && $0 != ".." }.sorted()
    }

    private func error(_ work: () async throws(ProfileArchiveError) -> Void) async -> ProfileArchiveError? {
        do throws(ProfileArchiveError) {
            try await work()
            return nil
        } catch {
            return error
        }
    }

    @Test func whatIsStoredIsThereAfterARestart() async throws {
        let (home, work) = (try profile("home"), try profile("work", password: nil))
        try await store.add(work)
        try await store.add(home)
        let changed = try profile("home", apn: "other")
        try await store.replace(changed)
        let (found, problems) = await ProfileStore(folder: folder.path, lane: BlockingLane()).load()
        #expect(found == [changed, work] && problems.isEmpty)
        try await store.remove(home.id)
        try await store.remove(home.id)
        #expect(await store.load().profiles == [work])
        #expect(names() == ["work.conf"])
    }

    @Test func onlyItsOwnerMayReadIt() async throws {
        try await store.add(try profile("home"))
        #expect(mode("home.conf") == 0o600)
        let inner = ProfileStore(folder: folder.path + "/inner", lane: BlockingLane())
        try await inner.add(try profile("home"))
        #expect(mode("inner") == 0o700)
        unlink(folder.path + "/inner/home.conf")
        rmdir(folder.path + "/inner")
    }

    @Test func withoutAFolderThereAreNone() async throws {
        let (found, problems) = await ProfileStore(folder: folder.path + "/none", lane: BlockingLane()).load()
        #expect(found.isEmpty && problems.isEmpty)
    }

    @Test func whatIsBrokenIsNamedAndLeftAlone() async throws {
        try await store.add(try profile("good"))
        try folder.write("broken.conf", "[connection]\nautoconnect = true\napn = in ter\n")
        chmod(folder.path + "/broken.conf", 0o600)
        try folder.write("open.conf", "[secrets]\npassword = words\n")
        chmod(folder.path + "/open.conf", 0o644)
        try folder.write("no-id.conf", "[connection]\napn = a\n")
        chmod(folder.path + "/no-id.conf", 0o600)
        symlink("good.conf", folder.path + "/link.conf")
        mkfifo(folder.path + "/pipe.conf", 0o600)
        try folder.write("notes.txt", "not ours")
        let (found, problems) = await store.load()
        #expect(found.map(\.id.text) == ["good"])
        #expect(problems.count == 5)
        for (problem, words) in zip(
            problems,
            [
                ["broken.conf:3", "apn"], ["link.conf", "symbolic link"], ["no-id.conf", "its name"],
                ["open.conf", "644", "chmod 600"], ["pipe.conf", "regular"],
            ])
        {
            #expect(words.allSatisfy { problem.contains($0) }, "\(problem)")
            #expect(!problem.contains("words"))
        }
        #expect(folder.read("broken.conf").contains("in ter"))
        #expect(mode("open.conf") == 0o644)
    }

    @Test func aNewOneTakesNobodysPlace() async throws {
        try folder.write("home.conf", "broken")
        let path = folder.path + "/home.conf"
        #expect(
            await error { () async throws(ProfileArchiveError) in
                guard let profile = try? profile("home") else { return }
                try await store.add(profile)
            } == .exists(path))
        #expect(folder.read("home.conf") == "broken")
        #expect(names() == ["home.conf"], "the draft is gone")
    }

    @Test func aFolderOthersMayWriteToIsNotBelieved() async throws {
        try await store.add(try profile("home"))
        chmod(folder.path, 0o777)
        let (found, problems) = await store.load()
        #expect(found.isEmpty && problems.count == 1 && problems[0].contains("777"))
        let refused = await error { () async throws(ProfileArchiveError) in
            guard let profile = try? profile("other") else { return }
            try await store.add(profile)
        }
        #expect(refused?.message.contains("chmod 700") == true)
        chmod(folder.path, 0o700)
    }

    @Test func aFolderThatIsALinkIsNotFollowed() async throws {
        symlink(folder.path, folder.path + "/elsewhere")
        let linked = ProfileStore(folder: folder.path + "/elsewhere", lane: BlockingLane())
        #expect(await linked.load().problems.count == 1)
    }

    @Test func whatAPowerCutLeftGoes() async throws {
        try await store.add(try profile("home"))
        try folder.write(".home.conf.new", "half")
        try folder.write(".other", "not ours")
        #expect(await store.load().profiles.count == 1)
        #expect(names() == [".other", "home.conf"])
    }
}
