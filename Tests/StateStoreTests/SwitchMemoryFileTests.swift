import CSQLite
import DeviceCatalog
import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import StateStore

@Suite(.eventLoop) @LoopActor struct SwitchMemoryFileTests {
    private static let key = StickKey(usbID: USBID(vendor: 0x19d2, product: 0x2000), stick: "serial:1234")
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/state.db" }

    init() throws { folder = try TemporaryFolder() }

    private func store(at path: String? = nil) -> StateStore { StateStore(path: path ?? self.path) { 1_700_000_000 } }

    private func loaded() async -> (StateStore, Troubles) {
        let (store, troubles) = (store(), Troubles())
        store.onTrouble = { troubles.all.append($0) }
        await store.load()
        return (store, troubles)
    }

    @LoopActor private final class Troubles {
        var all: [String] = []
    }

    @LoopActor private final class Time {
        var now: UInt64 = 1
    }

    @Test func whatIsRememberedIsThereAfterARestart() async {
        let (first, _) = await loaded()
        #expect(first.method(for: Self.key) == nil)
        first.remember("eject", for: Self.key)
        first.remember("driver-release", for: Self.key)
        #expect(first.method(for: Self.key) == "driver-release", "it need not be on the disk for that")
        await first.flush()
        let (second, troubles) = await loaded()
        #expect(second.method(for: Self.key) == "driver-release")
        #expect(troubles.all.isEmpty)
    }

    @Test func onlyItsOwnerMayReadIt() async {
        let (store, _) = await loaded()
        store.remember("eject", for: Self.key)
        await store.flush()
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o600)
    }

    @Test func theOldestGoWhenThereAreTooMany() async {
        let time = Time()
        let first = StateStore(path: path) { time.now }
        for number in 0...StateStore.stickLimit {
            time.now += 1
            first.remember("eject", for: StickKey(usbID: Self.key.usbID, stick: "serial:\(number)"))
        }
        await first.flush()
        let (second, _) = await loaded()
        #expect(second.method(for: StickKey(usbID: Self.key.usbID, stick: "serial:0")) == nil)
        #expect(second.method(for: StickKey(usbID: Self.key.usbID, stick: "serial:1")) == "eject")
        let last = StickKey(usbID: Self.key.usbID, stick: "serial:\(StateStore.stickLimit)")
        #expect(second.method(for: last) == "eject")
    }

    @Test func textIsNeverAStatement() async {
        let hostile = StickKey(usbID: Self.key.usbID, stick: "serial:'); DROP TABLE switch_method; --")
        let (first, _) = await loaded()
        first.remember("eject", for: hostile)
        await first.flush()
        let (second, troubles) = await loaded()
        #expect(second.method(for: hostile) == "eject")
        #expect(troubles.all.isEmpty)
    }

    @Test(arguments: [
        "garbage that is no database at all, and longer than the head of one would have to be, of 100 bytes..",
        String(repeating: "x", count: 8192),
    ])
    func aFileThatIsNoDatabaseIsPutAside(contents: String) async throws {
        try folder.write("state.db", contents)
        let (store, troubles) = await loaded()
        #expect(troubles.all.count == 1)
        #expect(troubles.all.first?.contains("put aside") == true)
        #expect(folder.read("state.db.bad") == contents)
        store.remember("eject", for: Self.key)
        await store.flush()
        #expect(await loaded().0.method(for: Self.key) == "eject")
    }

    @Test func aFileThatIsTornIsPutAside() async throws {
        let (first, _) = await loaded()
        for number in 0..<100 {
            first.remember("eject", for: StickKey(usbID: Self.key.usbID, stick: "serial:\(number)"))
        }
        await first.flush()
        #expect(truncate(path, 5000) == 0)
        let (_, troubles) = await loaded()
        #expect(troubles.all.first?.contains("put aside") == true, "\(troubles.all)")
    }

    @Test func anEmptyFileIsABeginning() async throws {
        try folder.write("state.db", "")
        #expect(await loaded().1.all.isEmpty)
    }

    @Test(arguments: [
        ("PRAGMA user_version = 99", "newer"), ("PRAGMA user_version = -1", "damaged"),
        ("PRAGMA user_version = 0", "damaged"), ("PRAGMA application_id = 1", "another program"),
    ])
    func aFileOfSomebodyElseIsPutAside(statement: String, word: String) async throws {
        await store().load()
        try Database.open(path).run(statement)
        let (_, troubles) = await loaded()
        #expect(troubles.all.first?.contains(word) == true, "\(troubles.all)")
        #expect(access(path + (word == "newer" ? ".newer" : ".bad"), F_OK) == 0)
    }

    @Test func aDatabaseOfSomebodyElseIsPutAside() async throws {
        try Database.open(path).run("CREATE TABLE theirs (a)")
        let (_, troubles) = await loaded()
        #expect(troubles.all.first?.contains("another program") == true, "\(troubles.all)")
    }

    @Test func withoutAFolderWhatIsLearntLastsAsLongAsTheService() async {
        let (store, troubles) = (store(at: "/nonexistent/state.db"), Troubles())
        store.onTrouble = { troubles.all.append($0) }
        await store.load()
        store.remember("eject", for: Self.key)
        await store.flush()
        #expect(store.method(for: Self.key) == "eject")
        #expect(troubles.all.allSatisfy { $0.contains("unable to open") } && !troubles.all.isEmpty)
    }

    @Test func aLinkIsNotFollowed() async throws {
        try folder.write("elsewhere", "")
        #expect(symlink(folder.path + "/elsewhere", path) == 0)
        let (store, troubles) = await loaded()
        store.remember("eject", for: Self.key)
        await store.flush()
        #expect(!troubles.all.isEmpty)
        #expect(folder.read("elsewhere") == "")
    }
}
