import TestSupport
import Testing

@testable import ModemCore

struct UpkeepStateMachineTests {
    typealias Machine = Upkeep.StateMachine

    private static func machine(after events: [Machine.Event]) -> Machine {
        var machine = Machine()
        for event in events { _ = machine.handle(event, chance: 1) }
        return machine
    }

    private static let up: [Machine.Event] = [.ready, .asked, .up]

    @Test func aWishIsTriedAtOnceWhateverTheStickDoes() {
        var machine = Machine()
        #expect(machine.handle(.asked, chance: 0) == [.dial(.redial)])
        #expect(machine.attempt == 1)
    }

    @Test func aStickThatIsReadyIsLeftAloneWhereNobodyWantsAnything() {
        var machine = Machine()
        #expect(machine.handle(.ready, chance: 0).isEmpty)
        #expect(machine.attempt == nil && !machine.isWanted)
    }

    @Test func aLostCallIsDialledAgainAfterASecondAtMost() {
        var machine = Self.machine(after: Self.up)
        #expect(machine.handle(.down(.callFailed(.hangUp)), chance: 1) == [.wait(.seconds(1))])
        #expect(machine.handle(.waited, chance: 1) == [.dial(.redial)])
        #expect(machine.attempt == 2)
        #expect(machine.handle(.up, chance: 1).isEmpty)
        #expect(machine.failures == 0)
    }

    @Test(
        arguments: [(1, 1.0), (2, 2), (3, 4), (8, 128), (9, 256), (10, 300), (100, 300), (Int.max, 300)]
            as [(Int, Double)])
    func waitsDoubleUpToFiveMinutes(failures: Int, seconds: Double) {
        #expect(Upkeep.wait(after: failures, chance: 1) == .seconds(seconds))
        #expect(Upkeep.wait(after: failures, chance: 0) == .seconds(seconds / 2))
        let some = Upkeep.wait(after: failures, chance: 0.5)
        #expect(some > .seconds(seconds / 2) && some < .seconds(seconds))
    }

    @Test func whoIsNotReadyWhenTheTimeIsUpIsDialledWhenReady() {
        var machine = Self.machine(after: Self.up + [.down(.callFailed(.hangUp)), .notReady])
        #expect(machine.handle(.waited, chance: 0).isEmpty)
        #expect(machine.state == .awaitingReadiness)
        #expect(machine.handle(.ready, chance: 0) == [.dial(.redial)])
    }

    @Test func whatDoesNotHelpIsFollowedByMore() {
        var machine = Self.machine(after: [.ready, .asked])
        var remedies: [Upkeep.Remedy] = []
        for _ in 1...9 {
            _ = machine.handle(.failed(.dialFailed("NO CARRIER")), chance: 0)
            for case .dial(let remedy) in machine.handle(.waited, chance: 0) { remedies.append(remedy) }
        }
        #expect(
            remedies == [
                .redial, .redial, .attachAnew, .redial, .redial, .radioCycle, .redial, .redial, .deviceReset,
            ])
    }

    @Test func credentialsAreRefusedThreeTimesAndNotAFourth() {
        var machine = Self.machine(after: [.ready, .asked])
        for _ in 1...2 {
            #expect(machine.handle(.failed(.callFailed(.authenticationFailed)), chance: 0).count == 1)
            _ = machine.handle(.waited, chance: 0)
        }
        #expect(machine.handle(.failed(.callFailed(.authenticationFailed)), chance: 0).isEmpty)
        #expect(machine.state == .blocked(.callFailed(.authenticationFailed), until: .askedAgain))
        #expect(machine.handle(.notReady, chance: 0).isEmpty)
        #expect(machine.handle(.ready, chance: 0).isEmpty)
        #expect(machine.handle(.asked, chance: 0) == [.dial(.redial)])
    }

    @Test(arguments: [
        ModemError.notRegistered(denied: true), .roamingNotAllowed, .simLocked(.simPin), .notUsable(.noDriver),
        .aborted,
    ])
    func whatAPersonOrAnotherNetworkHealsWaitsForThat(error: ModemError) {
        var machine = Self.machine(after: [.ready, .asked])
        #expect(machine.handle(.failed(error), chance: 0).isEmpty)
        // Still the same network.
        #expect(machine.handle(.ready, chance: 0).isEmpty)
        _ = machine.handle(.notReady, chance: 0)
        #expect(machine.handle(.ready, chance: 0) == [.dial(.redial)])
    }

    @Test(arguments: [CallError.notInstalled, .noKernelSupport, .notPermitted])
    func whatThisMachineLacksIsNotTriedAgain(error: CallError) {
        let machine = Self.machine(after: [.ready, .asked, .failed(.callFailed(error)), .notReady, .ready, .waited])
        #expect(machine.state == .blocked(.callFailed(error), until: .askedAgain))
    }

    @Test func suspendHangsUpAndResumeDialsAtOnce() {
        var machine = Self.machine(after: Self.up)
        #expect(machine.handle(.suspended, chance: 0) == [.hangUp])
        // The end of the call, and its stick that is gone and back.
        for event: Machine.Event in [.down(.aborted), .notReady, .failed(.aborted)] {
            #expect(machine.handle(event, chance: 0).isEmpty)
        }
        #expect(machine.handle(.resumed, chance: 0).isEmpty)
        #expect(machine.handle(.ready, chance: 0) == [.dial(.redial)])
        #expect(machine.attempt == 1)
    }

    @Test(
        arguments: [
            ([], []), ([.asked], [.hangUp]), (Self.up, [.hangUp]),
            (Self.up + [.down(.callFailed(.hangUp))], [.stopWaiting]),
            (Self.up + [.down(.callFailed(.hangUp)), .notReady, .waited], []), (Self.up + [.suspended], []),
        ] as [([Machine.Event], [Machine.Action])])
    func dropEndsItInEveryState(events: [Machine.Event], actions: [Machine.Action]) {
        var machine = Self.machine(after: events)
        #expect(machine.handle(.dropped, chance: 0) == actions)
        #expect(!machine.isWanted)
        // What comes late says nothing.
        for late: Machine.Event in [.waited, .up, .ready, .failed(.aborted), .down(.aborted), .resumed] {
            #expect(machine.handle(late, chance: 0).isEmpty)
        }
    }

    /// Whatever comes in whatever order: one timer at most, dialled only when wanted, and always a way on.
    @Test(arguments: 1...8)
    func randomOrders(seed: UInt64) {
        var generator = SeededRandom(seed: seed)
        var machine = Machine()
        var isTimerOn = false
        let errors: [ModemError] = [
            .callFailed(.hangUp), .callFailed(.authenticationFailed), .roamingNotAllowed, .deviceGone,
            .callFailed(.notInstalled), .aborted,
        ]
        for _ in 1...25_000 {
            let error = errors[Int(generator.next() % 6)]
            let events: [Machine.Event] = [
                .asked, .ready, .notReady, .failed(error), .up, .down(error), .waited, .suspended, .resumed, .dropped,
            ]
            let event = events[Int(generator.next() % 10)]
            if event == .waited, !isTimerOn { continue }
            if event == .waited { isTimerOn = false }
            for action in machine.handle(event, chance: Double(generator.next() % 100) / 100) {
                switch action {
                case .wait(let duration):
                    #expect(!isTimerOn && duration >= .milliseconds(500) && duration <= .seconds(300))
                    isTimerOn = true
                case .stopWaiting:
                    #expect(isTimerOn)
                    isTimerOn = false
                case .dial: #expect(machine.state == .dialling)
                case .hangUp: #expect(machine.state == .idle || machine.state == .asleep)
                }
            }
            #expect(isTimerOn == (machine.state == .waiting), "after \(event)")
            #expect(machine.isWanted || event == .dropped || machine.attempt == nil)
        }
    }
}
