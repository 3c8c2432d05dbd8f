import EventLoop
import Glibc
import ModemCore
import TestSupport
import Testing

@testable import StateStore

@Suite(.eventLoop) @LoopActor struct MessageStoreTests {
    private static let card = "89490200001234567890"
    private static let now: UInt64 = 1_800_000_000
    private let folder: TemporaryFolder
    private let lane = BlockingLane()
    private var path: String { folder.path + "/messages.db" }

    init() throws { folder = try TemporaryFolder() }

    private func store(_ retention: MessageRetention = MessageRetention()) -> MessageStore {
        MessageStore(path: path, retention: retention, lane: lane)
    }

    private static func message(_ text: String, octets: [UInt8]? = nil, part: (Int, Int)? = nil) -> IncomingMessage {
        var message = IncomingMessage(octets: octets ?? Array(text.utf8), content: .text(text))
        message.number = "+491701234567"
        message.time = "2026-11-26T12:00:00+01:00"
        message.part = part.map { IncomingMessage.Part(reference: 5, count: $0.1, number: $0.0) }
        return message
    }

    private static func listing(_ messages: [Int: IncomingMessage]) -> MessageListing {
        MessageListing(holder: card, memory: "SM", messages: messages, taken: Set(messages.keys))
    }

    private func texts(_ store: MessageStore) async throws -> [String] {
        var query = MessageQuery()
        query.withContent = true
        return try await store.messages(of: Self.card, query).map { message in
            if case .text(let text) = message.content { text } else { "?" }
        }
    }

    // MARK: Receiving

    @Test func whatWasTakenIsThereAfterARestart() async throws {
        let first = store()
        #expect(try await first.load() == [])
        let changes = try await first.take(Self.listing([3: Self.message("Grüße 🙂\n")]), of: Self.card, at: Self.now)
        #expect(changes == [MessageChange(card: Self.card, id: 1, state: .received, hasArrived: true)])
        let second = store()
        #expect(try await second.load() == [Self.card])
        let message = try #require(try await second.message(1, of: Self.card))
        #expect(
            message.content == .text("Grüße 🙂\n") && message.number == "+491701234567" && message.stored == Self.now)
        #expect(try await second.message(1, of: "another") == nil)
        var mode = stat()
        #expect(stat(path, &mode) == 0 && mode.st_mode & 0o777 == 0o600)
    }

    @Test func theSamePlaceAndOctetsAreOneMessageUntilThePlaceWasEmptied() async throws {
        let store = store()
        let listing = Self.listing([1: Self.message("a"), 2: Self.message("a")])
        #expect(try await store.take(listing, of: Self.card, at: Self.now).count == 2)
        // A crash between commit and deletion: all is read again.
        #expect(try await store.take(listing, of: Self.card, at: Self.now) == [])
        // Somebody has deleted it here meanwhile; it does not come back.
        #expect(try await store.delete(1, of: Self.card))
        #expect(try await store.take(listing, of: Self.card, at: Self.now) == [])
        try await store.forget([listing.place(1)])
        #expect(
            try await store.take(
                Self.listing([1: Self.message("a"), 2: Self.message("a")]), of: Self.card, at: Self.now
            ).count == 1)
        // A crash between deletion and forgetting: the place is seen empty.
        #expect(try await store.take(Self.listing([:]), of: Self.card, at: Self.now) == [])
        #expect(try await store.take(listing, of: Self.card, at: Self.now).count == 2)
        #expect(try await texts(store).count == 4)
    }

    /// A SIM, a service that ends after any number of steps, and another one.
    @Test(arguments: 0..<24) func onceWhereverItEnds(_ steps: Int) async throws {
        var sim: [Int: IncomingMessage] = [:]
        for index in 1...4 { sim[index] = Self.message("message \(index / 3)", octets: [UInt8(index / 3)]) }
        var (left, late) = (steps, 0)
        func isOver() -> Bool {
            left -= 1
            return left < 0
        }
        for run in 0..<2 {
            let store = store()
            if run == 1 { left = .max }
            _ = try await store.load()
            for _ in 0..<2 {
                if isOver() { break }
                let listing = Self.listing(sim)
                if isOver() { break }
                _ = try await store.take(listing, of: Self.card, at: Self.now)
                for index in listing.messages.keys.sorted() {
                    if isOver() { break }
                    sim[index] = nil
                    // The confirmation is lost at times.
                    if isOver() { break }
                    try await store.forget([listing.place(index)])
                }
                if run == 0, left > 6, sim[1] == nil {
                    sim[1] = Self.message("late", octets: [77])
                    late += 1
                }
                if left < 0 { break }
            }
        }
        #expect(sim.isEmpty)
        let all = try await texts(store())
        #expect(all.filter { $0 == "message 0" }.count == 2 && all.filter { $0 == "message 1" }.count == 2)
        #expect(all.filter { $0 == "late" }.count == late)
    }

    /// Senders count to 255 and begin anew.
    @Test func partsThatAreDaysApartAreOfTwoMessages() async throws {
        let store = store()
        var first = Self.message("A1", part: (1, 2))
        (first.time, first.seconds) = ("2026-11-26T12:00:00+01:00", 1_795_690_800)
        var second = Self.message("B2", part: (2, 2))
        (second.time, second.seconds) = ("2026-11-29T12:00:00+01:00", 1_795_950_000)
        var late = Self.message("A2", part: (2, 2))
        (late.time, late.seconds) = ("2026-11-26T11:30:00+00:00", 1_795_692_600)
        #expect(try await store.take([first], of: Self.card, at: Self.now).map(\.id) == [1])
        #expect(try await store.take([second], of: Self.card, at: Self.now).map(\.id) == [2])
        #expect(try await store.take([late], of: Self.card, at: Self.now).map(\.id) == [1])
        #expect(try await texts(store) == ["[…]B2", "A1A2"])
    }

    @Test(arguments: 0..<12) func partsInAnyOrder(_ seed: Int) async throws {
        var generator = Seeded(state: UInt64(seed) + 1)
        let store = store()
        let parts = (1...5).map { Self.message("<\($0)>", part: ($0, 5)) }
        // One of them comes twice, in another place.
        let order = (parts + [parts[seed % 5]]).shuffled(using: &generator)
        var arrived = 0
        for (index, part) in order.enumerated() {
            let changes = try await store.take(Self.listing([index: part]), of: Self.card, at: Self.now)
            arrived += changes.count { $0.hasArrived }
        }
        #expect(arrived == 1)
        #expect(try await texts(store) == ["<1><2><3><4><5>"])
    }

    @Test func whatIsMissingIsShownAndGivenUpAfterAWeek() async throws {
        let store = store()
        let early = try await store.take(
            Self.listing([1: Self.message("one ", part: (1, 3)), 2: Self.message("three", part: (3, 3))]),
            of: Self.card,
            at: Self.now)
        #expect(early.map(\.state) == [.partial, .partial] && !early.contains { $0.hasArrived })
        #expect(try await texts(store) == ["one […]three"])
        #expect(try await store.tidy(at: Self.now + MessageAssembly.patience) == [])
        let late = try await store.tidy(at: Self.now + MessageAssembly.patience + 1)
        #expect(late == [MessageChange(card: Self.card, id: 1, state: .incomplete, hasArrived: true)])
        // It comes all the same.
        let last = try await store.take(
            Self.listing([5: Self.message("two ", part: (2, 3))]), of: Self.card, at: Self.now + 8 * 86400)
        #expect(last.map(\.state) == [.received])
        #expect(try await texts(store) == ["one two three"])
    }

    @Test func whatCannotBeReadIsKept() async throws {
        let store = store()
        let changes = try await store.take(
            Self.listing([1: IncomingMessage(unreadable: [1, 2, 255])]), of: Self.card, at: Self.now)
        #expect(changes.map(\.state) == [.unreadable])
        #expect(try await store.message(1, of: Self.card)?.content == .data([1, 2, 255]))
    }

    @Test func theNewestStay() async throws {
        var retention = MessageRetention()
        retention.count = 3
        let store = store(retention)
        for number in 0..<5 {
            _ = try await store.take(Self.listing([number: Self.message("\(number)")]), of: Self.card, at: Self.now)
        }
        #expect(try await texts(store) == ["4", "3", "2"])
        retention.days = 2
        let other = self.store(retention)
        _ = try await other.tidy(at: Self.now + 86400)
        #expect(try await texts(other).count == 3)
        _ = try await other.tidy(at: Self.now + 3 * 86400)
        #expect(try await texts(other) == [])
    }

    @Test func listing() async throws {
        let store = store()
        for number in 0..<5 {
            _ = try await store.take(
                Self.listing([number: Self.message("Text \(number)")]), of: Self.card, at: Self.now)
        }
        var query = MessageQuery()
        query.limit = 2
        query.before = 4
        #expect(try await store.messages(of: Self.card, query).map(\.id) == [3, 2])
        query.before = nil
        query.after = 1
        #expect(try await store.messages(of: Self.card, query).map(\.id) == [2, 3])
        query.after = nil
        query.search = "tEXT 3"
        #expect(try await store.messages(of: Self.card, query).map(\.id) == [4])
        query.search = "';--%"
        #expect(try await store.messages(of: Self.card, query) == [])
        query.search = nil
        query.direction = .sent
        #expect(try await store.messages(of: Self.card, query) == [])
    }

    // MARK: Sending

    private static func outgoing(_ text: String = "Hello") throws -> OutgoingMessage {
        try OutgoingMessage(to: try PhoneNumber("+491701234567"), text: text, wantsReport: true)
    }

    @Test func aMessageGoesItsWay() async throws {
        let store = store()
        let id = try #require(try await store.enqueue(try Self.outgoing(), of: Self.card, at: Self.now))
        #expect(try await store.message(id, of: Self.card)?.time == "2027-01-15T08:00:00+00:00")
        let part = try #require(try await store.nextPart(of: Self.card))
        #expect(try part.message == Self.outgoing() && part.number == 1)
        #expect(try await store.begin(part)?.state == .sending)
        #expect(try await store.nextPart(of: Self.card) == nil)
        #expect(try await store.finish(part, .sent(reference: 9))?.state == .sent)
        let other = DeliveryReport(reference: 8, number: "+491701234567", state: .delivered, reason: "")
        #expect(try await store.note(other, of: Self.card) == nil)
        let stranger = DeliveryReport(reference: 9, number: "+4930111", state: .delivered, reason: "")
        #expect(try await store.note(stranger, of: Self.card) == nil)
        let busy = DeliveryReport(reference: 9, number: "01701234567", state: .sent, reason: "busy")
        #expect(try await store.note(busy, of: Self.card)?.state == .sent)
        let report = DeliveryReport(reference: 9, number: "01701234567", state: .delivered, reason: "")
        #expect(try await store.note(report, of: Self.card)?.state == .delivered)
    }

    @Test func whatWasBeingSentIsNeverSentAgain() async throws {
        let first = store()
        let long = String(repeating: "0123456789", count: 40)
        let id = try #require(try await first.enqueue(try Self.outgoing(long), of: Self.card, at: Self.now))
        let part = try #require(try await first.nextPart(of: Self.card))
        _ = try await first.begin(part)
        // kill -9.
        let second = store()
        _ = try await second.load()
        #expect(try await second.nextPart(of: Self.card)?.number == 2)
        for number in 2...3 {
            let part = try #require(try await second.nextPart(of: Self.card))
            #expect(part.number == number)
            _ = try await second.begin(part)
            _ = try await second.finish(part, .sent(reference: UInt8(number)))
        }
        #expect(try await second.nextPart(of: Self.card) == nil)
        let message = try #require(try await second.message(id, of: Self.card))
        #expect(message.state == .unknown && message.parts == 3 && !message.reason.isEmpty)
        // Nobody heard its number; the recipient tells.
        let report = DeliveryReport(reference: 77, number: "+491701234567", state: .delivered, reason: "")
        #expect(try await second.note(report, of: Self.card)?.state == .sent)
    }

    /// Networks repeat reports.
    @Test func aReportThatComesTwiceMarksOneMessage() async throws {
        let store = store()
        let lost = try #require(try await store.enqueue(try Self.outgoing("A"), of: Self.card, at: Self.now))
        let first = try #require(try await store.nextPart(of: Self.card))
        _ = try await store.begin(first)
        _ = try await store.finish(first, .unknown("nobody said"))
        _ = try await store.enqueue(try Self.outgoing("B"), of: Self.card, at: Self.now)
        let second = try #require(try await store.nextPart(of: Self.card))
        _ = try await store.begin(second)
        _ = try await store.finish(second, .sent(reference: 9))
        let report = DeliveryReport(reference: 9, number: "+491701234567", state: .delivered, reason: "")
        #expect(try await store.note(report, of: Self.card)?.id == second.id)
        #expect(try await store.note(report, of: Self.card) == nil)
        #expect(try await store.message(lost, of: Self.card)?.state == .unknown)
    }

    @Test func aMessageThatWantedNoReportGetsNone() async throws {
        let store = store()
        let message = try OutgoingMessage(to: try PhoneNumber("+491701234567"), text: "A")
        _ = try await store.enqueue(message, of: Self.card, at: Self.now)
        let part = try #require(try await store.nextPart(of: Self.card))
        _ = try await store.begin(part)
        _ = try await store.finish(part, .unknown("nobody said"))
        let report = DeliveryReport(reference: 9, number: "+491701234567", state: .delivered, reason: "")
        #expect(try await store.note(report, of: Self.card) == nil)
    }

    @Test func aPartThatIsRefusedTakesTheOthersWithIt() async throws {
        let store = store()
        let long = String(repeating: "ä", count: 400)
        let id = try #require(try await store.enqueue(try Self.outgoing(long), of: Self.card, at: Self.now))
        let part = try #require(try await store.nextPart(of: Self.card))
        _ = try await store.begin(part)
        #expect(try await store.finish(part, .notTried)?.state == .queued)
        #expect(try await store.nextPart(of: Self.card) == part)
        _ = try await store.begin(part)
        #expect(try await store.finish(part, .failed("no network service (331)"))?.state == .failed)
        #expect(try await store.nextPart(of: Self.card) == nil)
        #expect(try await store.message(id, of: Self.card)?.reason == "no network service (331)")
    }

    @Test func whatIsDeletedIsNotSent() async throws {
        let store = store()
        let id = try #require(try await store.enqueue(try Self.outgoing(), of: Self.card, at: Self.now))
        let part = try #require(try await store.nextPart(of: Self.card))
        #expect(try await store.delete(id, of: Self.card))
        #expect(try await store.begin(part) == nil)
        #expect(try await store.nextPart(of: Self.card) == nil)
    }

    // MARK: The disk

    @Test func aDamagedFileIsPutAsideAndNoneIsLost() async throws {
        let first = store()
        _ = try await first.take(Self.listing([1: Self.message("a")]), of: Self.card, at: Self.now)
        var troubles: [String] = []
        for round in 1...2 {
            #expect(truncate(path, 100) == 0)
            let store = store()
            store.onTrouble = { troubles.append($0) }
            #expect(try await store.load() == [])
            #expect(troubles.count == round)
            _ = try await store.take(Self.listing([1: Self.message("b")]), of: Self.card, at: Self.now)
        }
        #expect(access(path + ".bad", F_OK) == 0 && access(path + ".bad-2", F_OK) == 0)
    }

    @Test func withoutAPlaceToWriteNothingIsTaken() async throws {
        let store = MessageStore(path: folder.path + "/none/messages.db", lane: lane)
        await #expect(throws: MessageArchiveError.self) {
            _ = try await store.take(Self.listing([1: Self.message("a")]), of: Self.card, at: Self.now)
        }
    }
}

/// The same every time.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 33)
    }
}
