import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct UsageBookTests {
    private static let card = "89490100000000000001"
    /// 2026-03-15 12:00 UTC.
    private static let noon: UInt64 = 1_773_576_000
    private let clock = TestClock()
    private let time = Time()
    private let archive = ScriptedUsageArchive()

    @LoopActor private final class Time {
        var now: UInt64 = UsageBookTests.noon
    }

    @LoopActor private final class Told {
        var changes: [UsageBook.Change] = []
    }

    private func book(_ archive: ScriptedUsageArchive? = nil) -> UsageBook {
        UsageBook(
            archive: archive ?? self.archive, clock: clock, boottime: clock, wallClock: { [time] in time.now })
    }

    private func pass(_ seconds: UInt64) {
        time.now += seconds
        clock.advance(by: .seconds(Int64(seconds)))
    }

    private static func count(_ received: UInt64, _ sent: UInt64 = 0) -> LinkCount {
        LinkCount(receivedBytes: received, sentBytes: sent, sentPackets: 0)
    }

    private static func today(_ book: UsageBook, _ sim: String) -> UsageTotal? { book.summary(of: sim)?.today.total }

    @Test func anArchiveThatIsDoneAtOnceKeepsNobodyWaiting() async {
        let book = UsageBook(clock: clock, boottime: clock, wallClock: { [time] in time.now })
        _ = book.identifier(of: Self.card)
        await book.flush()
        await book.flush()
    }

    @Test func aCallIsCountedAndKept() async throws {
        let book = book()
        let sim = book.identifier(of: Self.card)
        #expect(sim.count == 16 && !sim.contains(Self.card.suffix(6)))
        #expect(book.identifier(of: Self.card) == sim)
        let line = try #require(book.line(for: sim, on: "ppp0"))
        _ = line.look(Self.count(100, 10), .home)
        pass(15)
        _ = line.look(Self.count(300, 30), .roaming)
        pass(5)
        line.end()
        let expected = UsageTotal(
            all: UsageAmount(receivedBytes: 300, sentBytes: 30, seconds: 20),
            roaming: UsageAmount(receivedBytes: 200, sentBytes: 20, seconds: 20))
        #expect(Self.today(book, sim) == expected)
        await book.flush()
        let next = self.book()
        await next.load()
        #expect(next.identifier(of: Self.card) == sim)
        #expect(Self.today(next, sim) == expected)
        #expect(archive.cards[Self.card]?.link == nil)
    }

    @Test func aCrashLosesLessThanAMinute() async throws {
        let book = book()
        let line = try #require(book.line(for: book.identifier(of: Self.card), on: "ppp0"))
        var written = Self.noon
        var before = archive.writes
        for look in 0...40 as ClosedRange<UInt64> {
            _ = line.look(Self.count(look * 1000), .home)
            await Task.yield()
            for _ in 1...5 { await Task.yield() }
            if archive.writes > before { (written, before) = (time.now, archive.writes) }
            #expect(time.now - written < 60)
            pass(15)
        }
        // And the disk has its rest.
        #expect(archive.writes < 20)
    }

    @Test func whatACrashLeftOpenGoesOnWhereItWas() async throws {
        let first = book()
        let sim = first.identifier(of: Self.card)
        let line = try #require(first.line(for: sim, on: "ppp0"))
        _ = line.look(Self.count(1000), .home)
        await first.flush()
        let next = book()
        await next.load()
        _ = try #require(next.line(for: sim, on: "ppp0")).look(Self.count(1500), .home)
        #expect(Self.today(next, sim)?.all.receivedBytes == 1500)
        // On another interface, or with counters that began anew, it is another call.
        let other = book()
        await other.load()
        _ = try #require(other.line(for: sim, on: "ppp1")).look(Self.count(70), .home)
        #expect(Self.today(other, sim)?.all.receivedBytes == 1070)
    }

    @Test func aFullDiskLosesNothing() async throws {
        archive.isFull = true
        let book = book()
        await book.load()
        let sim = book.identifier(of: Self.card)
        let line = try #require(book.line(for: sim, on: "ppp0"))
        for look in 1...10 as ClosedRange<UInt64> {
            _ = line.look(Self.count(look * 100), .home)
            pass(15)
            for _ in 1...5 { await Task.yield() }
        }
        line.end()
        await book.flush()
        #expect(Self.today(book, sim)?.all.receivedBytes == 1000)
        await #expect(throws: UsageArchiveError.self) {
            try await book.setLimit(try UsageLimit(bytes: 5), of: sim)
        }
        #expect(book.summary(of: sim)?.limit == nil)
        archive.isFull = false
        await book.refresh()
        await book.flush()
        #expect(Self.today(book, sim)?.all.receivedBytes == 1000)
        #expect(archive.cards[Self.card]?.hours.values.reduce(.none, +).receivedBytes == 1000)
    }

    @Test func anArchiveThatCanBeReadLateIsTakenOver() async throws {
        let hour = UsageHour(number: Self.noon / 3600, isRoaming: false)
        let old = ScriptedUsageArchive([
            StoredUsage(
                card: Self.card, identifier: "0123456789abcdef", seen: 1, limit: try UsageLimit(bytes: 5000),
                hours: [hour: UsageAmount(receivedBytes: 7)])
        ])
        old.isFull = true
        let book = book(old)
        await book.load()
        let sim = book.identifier(of: Self.card)
        _ = try #require(book.line(for: sim, on: "ppp0")).look(Self.count(100), .home)
        old.isFull = false
        await book.refresh()
        await book.flush()
        #expect(Self.today(book, sim)?.all.receivedBytes == 107)
        #expect(book.summary(of: sim)?.limit?.bytes == 5000)
        #expect(old.cards[Self.card]?.identifier == "0123456789abcdef")
        #expect(old.cards[Self.card]?.hours[hour]?.receivedBytes == 107)
    }

    @Test func aClockThatJumpsCountsNothingTwice() async throws {
        let book = book()
        await book.load()
        let sim = book.identifier(of: Self.card)
        let line = try #require(book.line(for: sim, on: "ppp0"))
        _ = line.look(Self.count(100), .home)
        for jump in [Self.noon + 60 * 365 * 86400, 0, 5, Self.noon] as [UInt64] {
            time.now = jump
            clock.advance(by: .seconds(15))
            _ = line.look(Self.count(100), .home)
            await book.refresh()
        }
        line.end()
        await book.flush()
        let hours = archive.cards[Self.card]?.hours.values.reduce(.none, +)
        #expect(hours == UsageAmount(receivedBytes: 100, seconds: 60))
        let all = try await book.usage(of: sim, from: 0, to: .max, by: .hour)
        #expect(all.reduce(.none) { $0 + $1.total.all } == UsageAmount(receivedBytes: 100, seconds: 60))
    }

    @Test func anotherDayBeginsByItself() async throws {
        let book = book()
        let told = Told()
        book.observe { told.changes.append($0) }
        await book.load()
        let sim = book.identifier(of: Self.card)
        let line = try #require(book.line(for: sim, on: "ppp0"))
        _ = line.look(Self.count(100), .home)
        line.end()
        for _ in 0..<12 {
            await clock.waitForSleepers()
            pass(3600)
        }
        await clock.waitForSleepers()
        pass(2)
        await clock.waitForSleepers()
        #expect(Self.today(book, sim) == UsageTotal())
        guard case .updated(sim, let summary)? = told.changes.last else {
            Issue.record("nobody was told")
            return
        }
        #expect(summary.today.start == Self.noon + 43200 && summary.month.total.all.receivedBytes == 100)
    }

    @Test func whatIsOldComesFromTheArchive() async throws {
        let old = ScriptedUsageArchive([
            StoredUsage(
                card: Self.card, identifier: "0123456789abcdef", seen: Self.noon,
                hours: [
                    UsageHour(number: Self.noon / 3600 - 100 * 24, isRoaming: false): UsageAmount(receivedBytes: 1),
                    UsageHour(number: Self.noon / 3600 - 1, isRoaming: true): UsageAmount(receivedBytes: 2),
                    UsageHour(number: Self.noon / 3600, isRoaming: false): UsageAmount(receivedBytes: 4),
                ])
        ])
        let book = book(old)
        await book.load()
        func bytes(_ from: UInt64, _ to: UInt64) async throws -> [UInt64] {
            try await book.usage(of: "0123456789abcdef", from: from, to: to, by: .hour).map(\.total.all.receivedBytes)
        }
        #expect(try await bytes(0, .max) == [1, 2, 4])
        #expect(try await bytes(Self.noon - 100 * 86400, Self.noon) == [1, 2])
        #expect(try await bytes(Self.noon - 100 * 86400 + 1, Self.noon + 1) == [2, 4])
        #expect(try await bytes(Self.noon, Self.noon) == [])
        old.isFull = true
        #expect(try await bytes(Self.noon - 3600, .max) == [2, 4], "the disk is not needed for that")
        await #expect(throws: UsageArchiveError.self) { _ = try await bytes(0, .max) }
    }

    @Test func aLimitIsReachedAndAMonthForgivesIt() async throws {
        let book = book()
        await book.load()
        let sim = book.identifier(of: Self.card)
        let limit = try UsageLimit(bytes: 1000, firstDay: 15, action: .disconnect)
        try await book.setLimit(limit, of: sim)
        let line = try #require(book.line(for: sim, on: "ppp0"))
        #expect(line.look(Self.count(600, 399), .home) == nil)
        #expect(book.barrier(of: sim) == nil)
        #expect(line.look(Self.count(600, 400), .home) == limit)
        #expect(book.barrier(of: sim) == limit)
        line.end()
        try await book.setLimit(try UsageLimit(bytes: 1000, firstDay: 15), of: sim)
        #expect(book.barrier(of: sim) == nil && book.summary(of: sim)?.exceeded != nil, "a warning forbids nothing")
        try await book.setLimit(limit, of: sim)
        time.now = Self.noon + 31 * 86400
        #expect(book.barrier(of: sim) == nil)
        time.now = Self.noon
        try await book.setLimit(nil, of: sim)
        #expect(book.barrier(of: sim) == nil && book.summary(of: sim)?.limit == nil)
    }

    @Test(arguments: [(0, 1), (UInt64.max, 1), (1, 0), (1, 29)] as [(UInt64, Int)])
    func aLimitHasBounds(bytes: UInt64, firstDay: Int) {
        #expect(throws: InvalidValue.self) { try UsageLimit(bytes: bytes, firstDay: firstDay) }
    }

    @Test func thereIsRoomForSoMany() async throws {
        let book = book()
        let told = Told()
        book.observe { told.changes.append($0) }
        let used = book.identifier(of: "used")
        _ = try #require(book.line(for: used, on: "ppp0")).look(Self.count(1), .home)
        for number in 1...UsageBook.cardLimit + 5 {
            time.now += 1
            _ = book.identifier(of: "\(number)")
        }
        await book.flush()
        #expect(book.accounts.count == UsageBook.cardLimit && archive.cards.count == UsageBook.cardLimit)
        #expect(book.accounts[used] != nil && archive.cards["1"] == nil && archive.cards["6"] == nil)
        #expect(archive.cards["7"] != nil)
        let removed = told.changes.count { if case .removed = $0 { true } else { false } }
        #expect(removed == 6)
    }
}
