import EventLoop
import ModemCore
import TestSupport
import Testing

/// One change after the other, each kept before anybody hears of it.
@Suite(.eventLoop) @LoopActor struct ProfileBookTests {
    /// Keeps nothing, and fails as told.
    @LoopActor private final class Archive: ProfileArchive {
        var log: [String] = []
        var error: ProfileArchiveError?
        var stored: [Profile] = []

        func load() async -> (profiles: [Profile], problems: [String]) { (stored, ["a problem"]) }
        func add(_ profile: Profile) async throws(ProfileArchiveError) { try await work("add \(profile.id)") }
        func replace(_ profile: Profile) async throws(ProfileArchiveError) { try await work("replace \(profile.id)") }
        func remove(_ id: ProfileID) async throws(ProfileArchiveError) { try await work("remove \(id)") }

        private func work(_ what: String) async throws(ProfileArchiveError) {
            log.append(what)
            for _ in 0..<3 { await Task.yield() }
            if let error { throw error }
            log.append("done")
        }
    }

    private let archive = Archive()
    private let book: ProfileBook

    init() { book = ProfileBook(archive: archive) }

    private func add(_ id: String) async throws {
        let id = try ProfileID(id)
        _ = try await book.add { _ throws(ProfileError) in Profile(id: id) }
    }

    private func error(_ work: () async throws -> Void) async -> ProfileError? {
        do { try await work() } catch { return error as? ProfileError }
        return nil
    }

    @Test func everybodyHearsOfItWhenItIsKept() async throws {
        book.observe { archive.log.append("\($0)".hasPrefix("added") ? "heard" : "?") }
        try await add("home")
        #expect(archive.log == ["add home", "done", "heard"])
    }

    @Test func changesDoNotOverlap() async throws {
        try await add("home")
        archive.log = []
        let (book, id) = (self.book, try ProfileID("home"))
        let updates = (0..<3).map { number in
            Task { @LoopActor in
                try await book.update(id) { old throws(ProfileError) in
                    var next = old
                    next.secrets.pin = try? PIN((old.secrets.pin?.digits ?? "000") + "\(number)")
                    return next
                }
            }
        }
        for update in updates { try await update.value }
        #expect(archive.log == Array(repeating: ["replace home", "done"], count: 3).flatMap { $0 })
        #expect(book.profiles[id]?.secrets.pin?.digits == "000012")
    }

    @Test func twoOfOneIdAreOne() async throws {
        let (book, id) = (self.book, try ProfileID("home"))
        let adds = (0..<2).map { _ in
            Task { @LoopActor in try await book.add { _ throws(ProfileError) in Profile(id: id) } }
        }
        var failures: [ProfileError] = []
        for add in adds { if case .failure(let error as ProfileError) = await add.result { failures.append(error) } }
        #expect(failures == [.exists(id)])
    }

    @Test func whatFailedHasChangedNothing() async throws {
        try await add("home")
        let before = book.profiles
        archive.error = .noSpace("/x")
        #expect(await error { try await add("other") } == .archive(.noSpace("/x")))
        let id = try ProfileID("home")
        #expect(await error { try await book.remove(id) } == .archive(.noSpace("/x")))
        #expect(book.profiles == before)
        archive.error = .uncertain("/x", why: "y")
        #expect(await error { try await book.remove(id) } == .archive(.uncertain("/x", why: "y")))
        #expect(book.profiles.isEmpty)
    }

    @Test func whatIsNotThereIsNamed() async throws {
        let id = try ProfileID("home")
        #expect(await error { try await book.remove(id) } == .unknown("home"))
        #expect(await error { _ = try book.profile(named: "../\u{1b}[2Jx") } == .unknown("../[2Jx"))
    }

    @Test func whoHasNoIdGetsANumber() async throws {
        try await add("2")
        for expected in ["1", "3"] {
            let profile = try await book.add { spare throws(ProfileError) in Profile(id: spare) }
            #expect(profile.id.text == expected)
        }
    }

    @Test func thereIsALimit() async throws {
        for number in 0..<ProfileBook.limit { try await add("p\(number)") }
        #expect(await error { try await add("more") } == .tooMany(limit: ProfileBook.limit))
    }

    @Test func aSecondOneOfTheArchiveIsLeftOut() async throws {
        archive.stored = [Profile(id: try ProfileID("a")), Profile(id: try ProfileID("a"), autoconnect: true)]
        #expect(await book.load() == ["a problem"])
        #expect(book.profiles.values.map(\.autoconnect) == [false])
    }
}
