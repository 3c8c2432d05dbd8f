import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// What a stick's calls use, and what a limit does to them.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct UsageOfCallsTests {
    private let world = ScriptedWorld()
    private var book: UsageBook { world.modem.environment.usage }
    private var sim: String { world.modem.snapshot.sim?.identifier ?? "" }

    private var history: [ConnectionHistory.Event] {
        world.modem.snapshot.upkeep?.history.entries.map(\.event) ?? []
    }

    private static func count(_ received: UInt64) -> LinkCount {
        LinkCount(receivedBytes: received, sentBytes: 0, sentPackets: 0)
    }

    private func connect(isKept: Bool = false) async throws {
        let count = world.calls.requests.count
        let wish = ConnectionWish(settings: ConnectSettings(), isKept: isKept)
        let call = Task { try await world.keeper.connect(world.modem, wish) }
        #expect(await world.wait { world.calls.requests.count > count })
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        _ = try await call.value
    }

    private var received: UInt64? { book.summary(of: sim)?.today.total.all.receivedBytes }

    @Test func aCallIsCountedToItsEnd() async throws {
        #expect(await world.registers())
        world.meter.count = Self.count(100)
        try await connect()
        #expect(await world.wait { received == 100 })
        world.meter.count = Self.count(700)
        #expect(await world.wait { received == 700 })
        // What came after the last look.
        world.meter.count = Self.count(900)
        try await world.keeper.disconnect(world.modem)
        #expect(received == 900)
        world.meter.count = Self.count(50)
        try await connect()
        #expect(await world.wait { received == 950 })
    }

    @Test func aWarningIsNotedOnceForEachCall() async throws {
        #expect(await world.registers())
        try await book.setLimit(try UsageLimit(bytes: 500), of: sim)
        world.meter.count = Self.count(400)
        try await connect()
        world.meter.count = Self.count(600)
        #expect(await world.wait { history.contains(.limit) })
        world.meter.count = Self.count(700)
        #expect(await world.wait { received == 700 })
        #expect(history == [.asked, .dial, .up, .limit])
        #expect(world.modem.snapshot.state == .connected)
        try await world.keeper.disconnect(world.modem)
        world.meter.count = Self.count(10)
        try await connect()
        #expect(await world.wait { history.count { $0 == .limit } == 2 })
    }

    @Test func aLimitEndsTheCallAndKeepsOthersFromBeingMade() async throws {
        #expect(await world.registers())
        let limit = try UsageLimit(bytes: 500, action: .disconnect)
        try await book.setLimit(limit, of: sim)
        world.meter.count = Self.count(400)
        try await connect(isKept: true)
        world.meter.count = Self.count(600)
        #expect(await world.wait { world.calls.all[0].hangUps == 1 })
        #expect(await world.reachesState(.registered))
        #expect(world.modem.snapshot.connection?.lastError?.error == .quotaExceeded(limit))
        await world.pass(.seconds(60))
        #expect(history == [.asked, .dial, .up, .limit, .down, .blocked])
        await #expect(throws: ModemError.quotaExceeded(limit)) {
            _ = try await world.keeper.connect(
                world.modem, ConnectionWish(settings: ConnectSettings(), isKept: false))
        }
        #expect(world.calls.requests.count == 1, "nobody was dialled for that")
        try await book.setLimit(nil, of: sim)
        try await connect()
        #expect(world.modem.snapshot.state == .connected)
    }

    @Test func aStickWithoutACardThatCanBeReadIsNotCounted() async throws {
        for command in ["AT+CRSM=176,12258,0,0,10", "AT+CCID", "AT+ICCID"] {
            world.stick.answers[command] = "\r\nERROR\r\n"
        }
        #expect(await world.registers())
        world.meter.count = Self.count(100)
        try await connect()
        #expect(book.accounts.isEmpty)
    }
}
