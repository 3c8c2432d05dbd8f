import DeviceCatalog
import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import StateStore

@Suite(.eventLoop) @LoopActor struct UsageStoreTests {
    private static let card = "89490200001234567890"
    private static let id = "0123456789abcdef"
    private static let hour = UsageHour(number: 472_222, isRoaming: false)
    private static let abroad = UsageHour(number: 472_222, isRoaming: true)
    private static let amount = UsageAmount(receivedBytes: 1000, sentBytes: 100, seconds: 10)
    private let folder: TemporaryFolder
    private let lane = BlockingLane()
    private var path: String { folder.path + "/state.db" }

    init() throws { folder = try TemporaryFolder() }

    @LoopActor private final class Troubles {
        var all: [String] = []
    }

    private func store(_ troubles: Troubles = Troubles(), at path: String? = nil) -> UsageStore {
        let store = UsageStore(path: path ?? self.path, lane: lane)
        store.onTrouble = { troubles.all.append($0) }
        return store
    }

    private static func batch(
        _ hours: [UsageHour: UsageAmount] = [:], card: String = card, id: String = id, link: UsageLink? = nil
    ) -> UsageBatch {
        UsageBatch(card: card, identifier: id, seen: 1_700_000_000, link: link, hours: hours)
    }

    @Test func whatWasWrittenIsAddedUpAndThereAfterARestart() async throws {
        let first = store()
        #expect(try await first.load(from: 0).isEmpty)
        let link = UsageLink(
            interface: "ppp0", count: LinkCount(receivedBytes: 7, sentBytes: 8, sentPackets: 0))
        try await first.write([Self.batch([Self.hour: Self.amount], link: link)], forgetting: [])
        try await first.write(
            [Self.batch([Self.hour: Self.amount, Self.abroad: Self.amount], link: link)], forgetting: [])
        #expect(
            try await store().load(from: 0) == [
                StoredUsage(
                    card: Self.card, identifier: Self.id, seen: 1_700_000_000, link: link,
                    hours: [Self.hour: Self.amount + Self.amount, Self.abroad: Self.amount])
            ])
        #expect(try await store().load(from: Self.hour.number + 1).first?.hours == [:])
        try await first.write([Self.batch()], forgetting: [])
        #expect(try await store().load(from: 0).first?.link == nil)
    }

    @Test func hoursAreFoundByTheirCard() async throws {
        let store = store()
        let later = UsageHour(number: Self.hour.number + 1, isRoaming: false)
        try await store.write(
            [
                Self.batch([Self.hour: Self.amount, later: Self.amount]),
                Self.batch([Self.hour: UsageAmount(receivedBytes: 1)], card: "other", id: "fedcba9876543210"),
            ], forgetting: [])
        let number = Self.hour.number
        #expect(try await store.hours(of: Self.card, from: number, to: number + 1) == [Self.hour: Self.amount])
        #expect(try await store.hours(of: Self.card, from: number + 1, to: .max) == [later: Self.amount])
        #expect(try await store.hours(of: "nobody", from: 0, to: .max) == [:])
        #expect(try await store.hours(of: "'); DROP TABLE usage; --", from: 0, to: .max) == [:])
        #expect(try await store.load(from: 0).count == 2)
    }

    @Test func aLimitStaysThroughWhatIsCounted() async throws {
        let store = store()
        let limit = try UsageLimit(bytes: UsageLimit.mostBytes, firstDay: 28, action: .disconnect)
        try await store.setLimit(limit, of: Self.batch())
        try await store.write([Self.batch([Self.hour: Self.amount])], forgetting: [])
        #expect(try await store.load(from: 0).first?.limit == limit)
        try await store.setLimit(nil, of: Self.batch())
        #expect(try await store.load(from: 0).first?.limit == nil)
        #expect(try await store.load(from: 0).first?.hours == [Self.hour: Self.amount])
    }

    @Test func theNameOfACardNeverChanges() async throws {
        let store = store()
        try await store.write([Self.batch([Self.hour: Self.amount])], forgetting: [])
        // A service that could not read the file has made up another one.
        try await store.write([Self.batch([Self.hour: Self.amount], id: "ffffffffffffffff")], forgetting: [])
        let all = try await store.load(from: 0)
        #expect(all.map(\.identifier) == [Self.id] && all.first?.hours[Self.hour] == Self.amount + Self.amount)
    }

    @Test func oldHoursGoAFewAtATime() async throws {
        let store = store()
        let hours = (0..<100).map { (UsageHour(number: $0, isRoaming: false), Self.amount) }
        try await store.write([Self.batch(Dictionary(uniqueKeysWithValues: hours))], forgetting: [])
        try await store.write([], forgetting: [.hours(before: 90)])
        let left = try await store.hours(of: Self.card, from: 0, to: .max)
        #expect(left.count == 52 && left.keys.map(\.number).min() == 48)
        try await store.write([], forgetting: [.hours(before: 90)])
        #expect(try await store.hours(of: Self.card, from: 0, to: .max).keys.map(\.number).min() == 90)
        try await store.write([], forgetting: [.card(Self.card)])
        #expect(try await store.load(from: 0).isEmpty)
        // Its number may be another's now.
        try await store.write([Self.batch(card: "other")], forgetting: [])
        #expect(try await store.load(from: 0).first?.hours == [:])
    }

    @Test func sumsStayNumbers() async throws {
        let store = store()
        let most = UsageAmount(receivedBytes: .max, sentBytes: .max, seconds: .max)
        for _ in 1...3 { try await store.write([Self.batch([Self.hour: most])], forgetting: []) }
        #expect(try await store.load(from: 0).first?.hours[Self.hour]?.receivedBytes ?? 0 > UInt64(Int64.max / 2))
    }

    @Test func aFileOfTheVersionBeforeGoesOn() async throws {
        let database = try Database.open(path)
        for step in Schema.steps[..<5] { try database.run(step) }
        try database.run("INSERT INTO access_point VALUES ('\(Self.card)', 'a', 'u', 1)")
        try database.run("PRAGMA application_id = \(0x7a74_654d)")
        try database.run("PRAGMA user_version = 5")
        let store = store()
        #expect(try await store.load(from: 0).isEmpty)
        try await store.write([Self.batch([Self.hour: Self.amount])], forgetting: [])
        #expect(try await store.load(from: 0).count == 1)
        let points = AccessPointStore(path: path, lane: lane) { 1 }
        await points.load()
        #expect(points.accessPoint(for: Self.card)?.accessPoint == "a")
    }

    @Test func whatIsNotOursInTheFileIsLeftOut() async throws {
        let store = store()
        try await store.write([Self.batch([Self.hour: Self.amount])], forgetting: [])
        let database = try Database.open(path)
        try database.run(
            "INSERT INTO sim (card, id, seen, link, link_rx, link_tx) VALUES ('a', '../../x', 1, '', 0, 0)")
        try database.run("INSERT INTO sim (card, id, seen, link, link_rx, link_tx) VALUES ('b', 'aa', -1, '', 0, 0)")
        try database.run("INSERT INTO usage VALUES (1, -5, 0, -1, -1, -1)")
        try database.run("UPDATE sim SET limit_bytes = 5, limit_first_day = 31, limit_action = 'explode'")
        let all = try await store.load(from: 0)
        #expect(
            all.map(\.card) == [Self.card] && all.first?.limit == nil && all.first?.hours == [Self.hour: Self.amount])
    }

    @Test func halfAWriteIsNone() async throws {
        let store = store()
        try await store.write([Self.batch([Self.hour: Self.amount])], forgetting: [])
        let database = try Database.open(path)
        try database.run(
            "CREATE TRIGGER full BEFORE INSERT ON usage WHEN NEW.roaming = 1 BEGIN SELECT RAISE(ABORT, 'full'); END")
        let link = UsageLink(interface: "ppp0", count: LinkCount(receivedBytes: 1, sentBytes: 1, sentPackets: 0))
        await #expect(throws: UsageArchiveError.self) {
            try await store.write(
                [
                    Self.batch([Self.hour: Self.amount], link: link),
                    Self.batch([Self.abroad: Self.amount], card: "other", id: "fedcba9876543210"),
                ], forgetting: [])
        }
        let all = try await store.load(from: 0)
        #expect(all.count == 1 && all.first?.hours == [Self.hour: Self.amount] && all.first?.link == nil)
    }

    @Test func aTornFileIsBegunAnew() async throws {
        let hours = (0..<2000).map { (UsageHour(number: $0, isRoaming: false), Self.amount) }
        try await store().write([Self.batch(Dictionary(uniqueKeysWithValues: hours))], forgetting: [])
        #expect(truncate(path, 20000) == 0)
        let troubles = Troubles()
        let broken = store(troubles)
        await #expect(throws: UsageArchiveError.self) { try await broken.load(from: 0) }
        #expect(troubles.all.count == 1)
        // Who loads it first puts it aside.
        await StateStore(path: path, lane: lane) { 1 }.load()
        #expect(try await broken.load(from: 0).isEmpty)
        try await broken.write([Self.batch([Self.hour: Self.amount])], forgetting: [])
        #expect(try await broken.load(from: 0).count == 1)
    }

    @Test func withoutAFolderItIsSaidOnce() async {
        let troubles = Troubles()
        let store = store(troubles, at: "/nonexistent/state.db")
        for _ in 1...3 { try? await store.write([Self.batch()], forgetting: []) }
        #expect(troubles.all.count == 1 && troubles.all[0].contains("unable to open"))
    }
}
