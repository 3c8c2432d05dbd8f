import TestSupport
import Testing

@testable import EventLoop

@Suite(.eventLoop) @LoopActor struct UndertakingsTests {
    @LoopActor private final class Time {
        var now = LoopClock.Instant(nanoseconds: 1_000_000_000_000)
        func pass(_ duration: Duration) { now = now.advanced(by: duration) }
    }

    @Test func whoIsOverInTimeIsNotLate() {
        let time = Time()
        let undertakings = Undertakings { time.now }
        let account = Undertakings.Account(undertakings, owner: "1-1")
        let ticket = account.begin("a command", within: .seconds(5))
        time.pass(.seconds(5))
        #expect(undertakings.late.isEmpty)
        account.end(ticket)
        account.end(ticket)
        account.end(nil)
        time.pass(.seconds(500))
        #expect(undertakings.late.isEmpty)
    }

    @Test func whoIsLateIsNamedTheOldestFirst() {
        let time = Time()
        let undertakings = Undertakings { time.now }
        let first = undertakings.begin("a command", of: "1-1", within: .seconds(9))
        _ = undertakings.begin("the state probing", of: "1-2", within: .seconds(5))
        time.pass(.seconds(6))
        #expect(undertakings.late.map(\.owner) == ["1-2"])
        time.pass(.seconds(6))
        #expect(undertakings.late.map(\.what) == ["a command", "the state probing"])
        undertakings.end(first)
        #expect(undertakings.late.map(\.owner) == ["1-2"])
    }
}

@Suite(.eventLoop) @LoopActor struct BusyLaneTests {
    @Test func aLaneTellsSinceWhenItWorks() async {
        let lane = BlockingLane("test")
        #expect(lane.busySince == nil && !lane.isStuckInKernel)
        let during = await lane.run { (lane.busySince, lane.isStuckInKernel) }
        #expect(during.0 != nil && !during.1)
        while lane.busySince != nil { try? await LoopClock.monotonic.sleep(for: .milliseconds(1)) }
    }
}
