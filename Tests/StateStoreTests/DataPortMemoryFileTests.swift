import CSQLite
import DeviceCatalog
import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import StateStore

@Suite(.eventLoop) @LoopActor struct DataPortMemoryFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/state.db" }
    private let key: DataPortKey

    init() throws {
        folder = try TemporaryFolder()
        key = DataPortKey(usbID: USBID(vendor: 0x19d2, product: 1), imei: try #require(IMEI("357682010000001")))
    }

    private func loaded(_ troubles: @escaping @LoopActor (String) -> Void = { _ in }) async -> StateStore {
        let store = StateStore(path: path) { 1_700_000_000 }
        store.onTrouble = troubles
        await store.load()
        return store
    }

    @LoopActor private final class Time {
        var now: UInt64 = 1
    }

    @Test func whatIsRememberedIsThereAfterARestart() async {
        let first = await loaded()
        #expect(first.dataPort(of: key) == nil)
        first.remember(dataPort: 0, of: key)
        first.remember(dataPort: 2, of: key)
        await first.flush()
        let second = await loaded()
        #expect(second.dataPort(of: key) == 2)
        let other = DataPortKey(usbID: USBID(vendor: 0x19d2, product: 0x31), imei: key.imei)
        #expect(second.dataPort(of: other) == nil, "another id has other interfaces")
    }

    /// As the version before this one left it.
    @Test func whatAnOlderVersionHasLearntStays() async throws {
        let stick = StickKey(usbID: USBID(vendor: 0x19d2, product: 0x2000), stick: "serial:1234")
        do {
            let database = try Database.open(path)
            try database.run(Schema.steps[0])
            try database.run("INSERT INTO switch_method VALUES ('19d2:2000', 'serial:1234', 'eject', 1)")
            try database.run("PRAGMA application_id = \(0x7a74_654d)")
            try database.run("PRAGMA user_version = 1")
        }
        let store = await loaded { Issue.record("\($0)") }
        #expect(store.method(for: stick) == "eject")
        store.remember(dataPort: 2, of: key)
        await store.flush()
        let next = await loaded { Issue.record("\($0)") }
        #expect(next.dataPort(of: key) == 2)
        #expect(next.method(for: stick) == "eject")
    }

    @Test func theOldestGoWhenThereAreTooMany() async throws {
        let time = Time()
        let first = StateStore(path: path) { time.now }
        let keys = try (0...StateStore.stickLimit).map { number in
            let imei = try #require(IMEI("\(100_000_000_000_000 + number)"))
            return DataPortKey(usbID: key.usbID, imei: imei)
        }
        for key in keys {
            time.now += 1
            first.remember(dataPort: 2, of: key)
        }
        await first.flush()
        let second = await loaded()
        #expect(second.dataPort(of: keys[0]) == nil)
        #expect(second.dataPort(of: keys[1]) == 2)
        #expect(second.dataPort(of: keys[StateStore.stickLimit]) == 2)
    }

    @Test func whatNobodyOfUsWroteIsLeftOut() async throws {
        await loaded().flush()
        try Database.open(path).run(
            "INSERT INTO data_port VALUES ('../../../../etc', '19d2:0001', 2, 1), ('357682010000001', 'x', 2, 1), "
                + "('357682010000001', '19d2:0001', 999, 1)")
        let store = await loaded { Issue.record("\($0)") }
        #expect(store.dataPort(of: key) == nil)
    }
}
