import Testing

@testable import ModemCore

struct LinkWatchTests {
    /// What the kernel counts while a stick is talked to.
    private struct Link {
        var watch = LinkWatch()
        var count = LinkCount(receivedBytes: 1000, sentBytes: 1000, sentPackets: 10)
        var silence: Duration = .zero
        var testimony = LinkWatch.Testimony.attached

        init() { _ = watch.look(count, elapsed: .zero, testimony: .unknown) }

        mutating func look(receives: Bool, sends: Bool) -> LinkWatch.Verdict {
            let elapsed = watch.interval
            if receives { count.receivedBytes += 40 }
            if sends { count.sentPackets += 2 }
            silence = receives ? .zero : silence + elapsed
            return watch.look(count, elapsed: elapsed, testimony: testimony)
        }
    }

    @Test func trafficBothWaysIsLookedAtSeldom() {
        var link = Link()
        for _ in 1...50 {
            #expect(link.look(receives: true, sends: true) == .alive)
            #expect(link.watch.interval == LinkWatch.Limits.interval)
        }
    }

    @Test func anIdleLinkIsAlive() {
        var link = Link()
        for _ in 1...50 { #expect(link.look(receives: false, sends: false) == .alive) }
    }

    @Test func unansweredPacketsAreADeadLinkWithinThirtyFiveSeconds() {
        var link = Link()
        var verdict = LinkWatch.Verdict.alive
        while verdict != .dead, link.silence < .seconds(60) { verdict = link.look(receives: false, sends: true) }
        #expect(link.silence <= .seconds(35))
    }

    @Test func aStickWithoutANetworkIsBelievedSooner() {
        var link = Link()
        link.testimony = .detached
        var verdict = LinkWatch.Verdict.alive
        while verdict != .dead, link.silence < .seconds(60) { verdict = link.look(receives: false, sends: true) }
        #expect(link.silence <= .seconds(25))
    }

    @Test func oneAnswerIsEnough() {
        var link = Link()
        for _ in 1...20 {
            #expect(link.look(receives: false, sends: true) != .dead)
            #expect(link.look(receives: false, sends: true) != .dead)
            #expect(link.look(receives: true, sends: false) == .alive)
        }
    }

    @Test func oneQuestionWithoutAnswerIsNot() {
        var link = Link()
        _ = link.look(receives: false, sends: true)
        for _ in 1...30 { #expect(link.look(receives: false, sends: false) != .dead) }
    }
}
