import Testing

@testable import ModemService

/// What is done about the machine's sleep, by what logind and the bus do.
struct SleepInhibitorTests {
    private typealias Machine = SleepInhibitor.StateMachine

    /// On a bus with logind, and the lock is ours.
    private func held() -> Machine {
        var machine = Machine()
        _ = machine.handle(.logindMayBeThere)
        _ = machine.handle(.lockTaken)
        return machine
    }

    @Test func aNight() {
        var machine = Machine()
        #expect(machine.handle(.logindMayBeThere) == [.takeLock])
        #expect(machine.handle(.lockTaken) == [])
        #expect(machine.handle(.sleepAnnounced) == [.prepare(sleep: 1)])
        #expect(machine.handle(.prepared(sleep: 1)) == [.releaseLock, .startTimer(sleep: 1)])
        #expect(machine.handle(.wakeAnnounced) == [.stopTimer, .resume, .takeLock])
        #expect(machine.handle(.lockTaken) == [])
        #expect(machine.handle(.sleepAnnounced) == [.prepare(sleep: 2)])
    }

    @Test func preparationsThatTakeTooLongEndOnce() {
        var machine = held()
        _ = machine.handle(.sleepAnnounced)
        #expect(machine.handle(.prepared(sleep: 1)) == [.releaseLock, .startTimer(sleep: 1)])
        #expect(machine.handle(.prepared(sleep: 1)) == [])
        _ = machine.handle(.wakeAnnounced)
        _ = machine.handle(.sleepAnnounced)
        #expect(machine.handle(.prepared(sleep: 1)) == [], "of the sleep before")
        #expect(machine.handle(.prepared(sleep: 2)) == [.releaseLock, .startTimer(sleep: 2)])
    }

    @Test func aSleepThatIsAnnouncedTwiceIsOne() {
        var machine = held()
        _ = machine.handle(.sleepAnnounced)
        #expect(machine.handle(.sleepAnnounced) == [])
        _ = machine.handle(.prepared(sleep: 1))
        #expect(machine.handle(.sleepAnnounced) == [])
    }

    @Test func wakingBeforeEverythingIsDoneIsWaking() {
        var machine = held()
        _ = machine.handle(.sleepAnnounced)
        #expect(machine.handle(.wakeAnnounced) == [.stopTimer, .resume, .takeLock])
        #expect(machine.handle(.prepared(sleep: 1)) == [])
    }

    @Test func aSleepThatNeverComesIsNoSleep() {
        var machine = held()
        _ = machine.handle(.sleepAnnounced)
        _ = machine.handle(.prepared(sleep: 1))
        #expect(machine.handle(.overslept(sleep: 1)) == [.stopTimer, .resume, .takeLock])
        #expect(machine.handle(.overslept(sleep: 1)) == [])
    }

    @Test func aSleepThatWasNotHeardOfIsLookedAtAfterwards() {
        var machine = held()
        #expect(machine.handle(.wakeAnnounced) == [.resume])
    }

    /// A new bus, or a new logind: it will not announce the end of what the one before has begun.
    @Test func whoForgetsUsFindsUsAwake() {
        var machine = held()
        #expect(machine.handle(.logindMayBeThere) == [.takeLock])
        _ = machine.handle(.sleepAnnounced)
        #expect(machine.handle(.logindMayBeThere) == [.stopTimer, .resume, .takeLock])
        _ = machine.handle(.sleepAnnounced)
        _ = machine.handle(.prepared(sleep: 2))
        #expect(machine.handle(.logindMayBeThere) == [.stopTimer, .resume, .takeLock])
    }

    @Test func aLockThatComesTooLateIsGivenBack() {
        var machine = Machine()
        _ = machine.handle(.logindMayBeThere)
        _ = machine.handle(.sleepAnnounced)
        _ = machine.handle(.prepared(sleep: 1))
        #expect(machine.handle(.lockTaken) == [.releaseLock])
    }

    @Test(arguments: [Machine.Refusal.noLogind, .noAnswer, .refused("no")])
    func whatIsMissingIsSaidOnce(why: SleepInhibitor.StateMachine.Refusal) {
        var machine = Machine()
        _ = machine.handle(.logindMayBeThere)
        #expect(machine.handle(.lockRefused(why)) == [.complain(why)])
        _ = machine.handle(.logindMayBeThere)
        #expect(machine.handle(.lockRefused(.noAnswer)) == [])
        _ = machine.handle(.lockTaken)
        #expect(machine.handle(.lockRefused(why)) == [.complain(why)], "it had worked in between")
    }

    /// The lock is a courtesy: what is announced is acted upon all the same.
    @Test func withoutTheLockCallsAreEndedAsWell() {
        var machine = Machine()
        _ = machine.handle(.logindMayBeThere)
        _ = machine.handle(.lockRefused(.refused("no polkit")))
        #expect(machine.handle(.sleepAnnounced) == [.prepare(sleep: 1)])
        #expect(machine.handle(.prepared(sleep: 1)) == [.releaseLock, .startTimer(sleep: 1)])
    }
}
