import DeviceCatalog
import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import StateStore

/// What stands in the place of either file when the service starts: kept under another name, said in one line, begun anew.
@Suite(.eventLoop) @LoopActor struct SetAsideTests {
    enum Kind: String, CaseIterable, Sendable {
        case text, short, torn, header, foreign, newer, folder, link, fifo

        var suffix: String { self == .newer ? ".newer" : ".bad" }
    }

    private let folder: TemporaryFolder
    private let lane = BlockingLane()

    init() throws { folder = try TemporaryFolder() }

    private func make(_ kind: Kind, at path: String, _ name: String) throws {
        switch kind {
        case .text: try folder.write(name, String(repeating: "no database at all ", count: 100))
        case .short: try folder.write(name, "x")
        case .torn: #expect(truncate(path, 5000) == 0)
        case .header: try folder.write(name, "SQLite format 3\0" + String(repeating: "\u{1}", count: 8000))
        case .foreign:
            #expect(unlink(path) == 0)
            try Database.open(path).run("CREATE TABLE theirs (a)")
        case .newer: try Database.open(path).run("PRAGMA user_version = 99")
        case .folder, .link, .fifo:
            #expect(unlink(path) == 0)
            let made =
                switch kind {
                case .folder: mkdir(path, 0o700)
                case .link: symlink("/nonexistent/elsewhere", path)
                default: mkfifo(path, 0o600)
                }
            #expect(made == 0)
        }
    }

    private func isThere(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    @Test(arguments: Kind.allCases) func whatWasLearntIsBegunAnew(kind: Kind) async throws {
        let path = folder.path + "/state.db"
        func load() async -> (StateStore, [String]) {
            let store = StateStore(path: path, lane: lane) { 1 }
            var said: [String] = []
            store.onTrouble = { said.append($0) }
            await store.load()
            return (store, said)
        }
        func key(_ number: Int) -> StickKey {
            StickKey(usbID: USBID(vendor: 0x19d2, product: 0x2000), stick: "serial:\(number)")
        }
        let first = await load().0
        for number in 0..<100 { first.remember("eject", for: key(number)) }
        await first.flush()
        try make(kind, at: path, "state.db")
        let (second, said) = await load()
        #expect(said.count == 1 && said[0].contains("put aside"), "\(said)")
        #expect(isThere(path + kind.suffix))
        second.remember("eject", for: key(1000))
        await second.flush()
        let (third, silence) = await load()
        #expect(third.method(for: key(1000)) == "eject")
        #expect(silence.isEmpty, "\(silence)")
    }

    @Test(arguments: Kind.allCases) func messagesAreBegunAnew(kind: Kind) async throws {
        let path = folder.path + "/messages.db"
        func load() async throws -> (cards: [String], said: [String]) {
            let store = MessageStore(path: path, lane: lane)
            var said: [String] = []
            store.onTrouble = { said.append($0) }
            return (try await store.load(), said)
        }
        _ = try await load()
        try make(kind, at: path, "messages.db")
        let (cards, said) = try await load()
        #expect(cards.isEmpty)
        #expect(said.count == 1 && said[0].contains("put aside"), "\(said)")
        #expect(isThere(path + kind.suffix))
        #expect(try await load().said.isEmpty)
    }

    // MARK: A downgrade and an upgrade

    private func insert(_ number: String, into path: String) throws {
        try Database.open(path).run(
            """
            INSERT INTO message (card, direction, number, time, stored, state, kind, content, parts)
                VALUES ('8931', 'in', ?, '', 1, 'received', 'text', 'x', 1)
            """, [.text(number)])
        try Database.open(path).run("INSERT INTO message_part (message, number) SELECT max(id), 1 FROM message")
    }

    private func rows(_ statement: String, in path: String) throws -> [String] {
        var found: [String] = []
        try Database.open(path).query(statement) { found.append($0.joined(separator: " ")) }
        return found
    }

    @Test func messagesOfANewerVersionAreBackWhenThatIs() async throws {
        let path = folder.path + "/messages.db"
        let file = MessageFile(path: path, retention: MessageRetention())
        _ = try file.load()
        let ours = try #require(try rows("PRAGMA user_version", in: path).first)
        for number in ["1", "2"] { try insert(number, into: path) }
        // Downgraded: its file is of a version that is not known here.
        try Database.open(path).run("PRAGMA user_version = 99")
        #expect(try file.load().cards.isEmpty)
        for number in ["3", "4"] { try insert(number, into: path) }
        #expect(try file.load().troubles.isEmpty, "still the older one")
        #expect(access(path + ".newer", F_OK) == 0)
        // Upgraded: what was of a newer version is of ours.
        try Database.open(path + ".newer").run("PRAGMA user_version = \(ours)")
        let (cards, troubles) = try file.load()
        #expect(cards == ["8931"])
        #expect(troubles.count == 1 && troubles[0].contains("are back"), "\(troubles)")
        #expect(try rows("SELECT id, number FROM message ORDER BY id", in: path) == ["1 1", "2 2", "3 3", "4 4"])
        #expect(try rows("SELECT message FROM message_part ORDER BY message", in: path) == ["1", "2", "3", "4"])
        #expect(access(path + ".newer", F_OK) != 0)
        #expect(try file.load().troubles.isEmpty)
    }

    @Test func theSecondDowngradeTakesNothingFromTheFirst() async throws {
        let path = folder.path + "/messages.db"
        let file = MessageFile(path: path, retention: MessageRetention())
        for _ in 1...2 {
            _ = try file.load()
            try Database.open(path).run("PRAGMA user_version = 99")
            _ = try file.load()
        }
        #expect(access(path + ".newer", F_OK) == 0 && access(path + ".newer-2", F_OK) == 0)
    }

    @Test func whatANewerVersionHadLearntIsBackWhenThatIs() async throws {
        let path = folder.path + "/state.db"
        let file = StoreFile(path: path)
        _ = file.load()
        try file.write(.init(usbID: "19d2:2000", stick: "serial:1", method: "eject"), learnt: 1)
        try Database.open(path).run("PRAGMA user_version = 99")
        #expect(file.load().contents.methods.isEmpty)
        try Database.open(path + ".newer").run("PRAGMA user_version = \(Schema.version)")
        let (contents, troubles) = file.load()
        #expect(contents.methods.map(\.method) == ["eject"])
        #expect(troubles.count == 1 && troubles[0].contains("of use again"), "\(troubles)")
        #expect(access(path + ".interim", F_OK) == 0)
        #expect(file.load().troubles.isEmpty)
    }
}
