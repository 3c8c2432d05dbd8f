import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import StateStore

/// What is kept of connections: by which number, and which are wanted.
@Suite(.eventLoop) @LoopActor struct ConnectionFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/state.db" }
    private let imei: IMEI

    init() throws {
        folder = try TemporaryFolder()
        imei = try #require(IMEI("357682010000001"))
    }

    private func loaded() async -> StateStore {
        let store = StateStore(path: path) { 1_700_000_000 }
        store.onTrouble = { Issue.record("\($0)") }
        await store.load()
        return store
    }

    @Test func aNumberIsThereAfterARestart() async throws {
        let key = DataPortKey(usbID: USBID(vendor: 0x19d2, product: 1), imei: imei)
        let first = await loaded()
        first.remember(dialNumber: try DialNumber("*99***1#"), of: key)
        first.remember(dialNumber: .packetService, of: key)
        await first.flush()
        #expect(await loaded().dialNumber(of: key) == .packetService)
    }

    @Test func aWishIsThereAfterARestartUntilItIsForgotten() async throws {
        let first = await loaded()
        first.remember(try ProfileID("home"), wantedOf: imei)
        first.remember(try ProfileID("work"), wantedOf: imei)
        await first.flush()
        let second = await loaded()
        #expect(second.wishes == [imei: try ProfileID("work")])
        second.forgetWish(of: imei)
        await second.flush()
        #expect(await loaded().wishes.isEmpty)
    }

    @Test func whatNobodyCouldHaveMeantIsLeftOut() async throws {
        await loaded().flush()
        do {
            let database = try Database.open(path)
            try database.run("INSERT INTO wish VALUES ('../../etc', 'home', 1), ('357682010000001', 'a/b', 1)")
            try database.run("INSERT INTO dial_number VALUES ('357682010000001', '19d2:0001', '*99#;+CFUN=0', 1)")
        }
        let store = await loaded()
        #expect(store.wishes.isEmpty)
        #expect(store.dialNumbers.isEmpty)
    }
}
