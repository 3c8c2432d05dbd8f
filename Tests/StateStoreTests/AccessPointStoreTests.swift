import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import StateStore

@Suite(.eventLoop) @LoopActor struct AccessPointStoreTests {
    private static let card = "89490200001234567890"
    private let folder: TemporaryFolder
    private let lane = BlockingLane()
    private var path: String { folder.path + "/state.db" }

    init() throws { folder = try TemporaryFolder() }

    private func store() async -> AccessPointStore {
        let store = AccessPointStore(path: path, lane: lane) { 1_700_000_000 }
        store.onTrouble = { Issue.record("\($0)") }
        await store.load()
        return store
    }

    @Test func whatWorkedIsThereAfterARestart() async {
        let first = await store()
        #expect(first.accessPoint(for: Self.card) == nil)
        first.remember(AccessPointKey(accessPoint: "a", username: ""), for: Self.card)
        let last = AccessPointKey(accessPoint: "b", username: "'); DROP TABLE access_point; --")
        first.remember(last, for: Self.card)
        #expect(first.accessPoint(for: Self.card) == last)
        await lane.run {}
        #expect(await store().accessPoint(for: Self.card) == last)
    }

    @Test func aFileOfTheVersionBeforeGoesOn() async {
        let sticks = StateStore(path: path, lane: lane) { 1 }
        await sticks.load()
        let points = await store()
        points.remember(AccessPointKey(accessPoint: "a", username: "u"), for: Self.card)
        sticks.remember("eject", for: StickKey(usbID: USBID(vendor: 1, product: 2), stick: "serial:1"))
        await lane.run {}
        let again = StateStore(path: path, lane: lane) { 1 }
        await again.load()
        #expect(again.method(for: StickKey(usbID: USBID(vendor: 1, product: 2), stick: "serial:1")) == "eject")
        #expect(await store().accessPoint(for: Self.card)?.username == "u")
    }

    @Test func theOldestGoWhenThereAreTooMany() async {
        let store = await store()
        for number in 0...AccessPointStore.cardLimit + 10 {
            store.remember(AccessPointKey(accessPoint: "a", username: ""), for: "\(number)")
        }
        await lane.run {}
        let again = await self.store()
        let kept = (0...AccessPointStore.cardLimit + 10).filter { again.accessPoint(for: "\($0)") != nil }
        #expect(kept.count == AccessPointStore.cardLimit)
    }
}
