import DeviceCatalog
import ModemCore
import Testing

struct ModeSwitchStateMachineTests {
    private typealias Machine = ModeSwitch.StateMachine
    private let eject = SwitchMethod.eject(message: nil)

    @Test func aStickThatObeysEjectSwitchesInOneAttempt() {
        var machine = Machine(methods: [eject, .driverRelease])
        #expect(machine.start() == [.startTotalTimer(.seconds(45)), .perform(eject, attempt: 1)])
        #expect(machine.handle(.performed) == [.startDepartureTimer(.seconds(3))])
        #expect(machine.handle(.detached) == [.letGo])
        #expect(machine.handle(.returnedAsModem) == [.letGo, .stopTimers, .succeed])
        #expect(machine.attempts == 1)
        #expect(machine.method == eject)
    }

    @Test func theNextMethodIsTriedWhenTheStickStays() {
        var machine = Machine(methods: [eject, .driverRelease])
        _ = machine.start()
        _ = machine.handle(.performed)
        #expect(machine.handle(.departureTimeout) == [.letGo, .perform(.driverRelease, attempt: 2)])
        #expect(machine.handle(.performed) == [.startDepartureTimer(.seconds(8))])
        #expect(machine.handle(.detached) == [.letGo])
        #expect(machine.handle(.returnedAsModem) == [.letGo, .stopTimers, .succeed])
        #expect(machine.method == .driverRelease)
    }

    @Test func aMessageGetsTheTimeOfACommand() {
        let message = SwitchMethod.message([UInt8](repeating: 0, count: 31))
        var machine = Machine(methods: [message, eject])
        #expect(machine.start() == [.startTotalTimer(.seconds(45)), .perform(message, attempt: 1)])
        #expect(machine.handle(.performed) == [.startDepartureTimer(.seconds(3))])
        #expect(machine.handle(.departureTimeout) == [.letGo, .perform(eject, attempt: 2)])
    }

    @Test func aStickThatLeavesDuringTheCommandsHasObeyed() {
        var machine = Machine(methods: [eject])
        _ = machine.start()
        #expect(machine.handle(.notPerformed(.gone)) == [.letGo, .startDepartureTimer(.seconds(10))])
        #expect(machine.handle(.detached) == [.letGo])
        #expect(machine.handle(.returnedAsModem).last == .succeed)
    }

    @Test func aStickThatIsSaidToBeGoneAndDoesNotLeaveIsToldAgain() {
        var machine = Machine(methods: [eject, .driverRelease])
        _ = machine.start()
        _ = machine.handle(.notPerformed(.gone))
        #expect(machine.handle(.departureTimeout) == [.letGo, .perform(.driverRelease, attempt: 2)])
    }

    @Test func lateNewsOfADepartureIsNotTheNextMethodsMerit() {
        let message = SwitchMethod.message([UInt8](repeating: 0, count: 31))
        var machine = Machine(methods: [message, eject])
        _ = machine.start()
        _ = machine.handle(.performed)
        #expect(machine.handle(.departureTimeout).last == .perform(eject, attempt: 2))
        #expect(
            machine.handle(.notPerformed(.absent)) == [.letGo, .startDepartureTimer(.seconds(10))])
        _ = machine.handle(.detached)
        #expect(machine.handle(.returnedAsModem).last == .succeed)
        #expect(machine.method == message)
    }

    @Test func norIfTheNewsComesWhileThatMethodIsUnderWay() {
        let message = SwitchMethod.message([UInt8](repeating: 0, count: 31))
        var machine = Machine(methods: [message, eject])
        _ = machine.start()
        _ = machine.handle(.performed)
        _ = machine.handle(.departureTimeout)
        // What holds the stick is not let go of before it has said whether it found one.
        #expect(machine.handle(.detached) == [])
        #expect(machine.handle(.notPerformed(.absent)) == [.letGo])
        #expect(machine.handle(.returnedAsModem).last == .succeed)
        #expect(machine.method == message)
    }

    @Test func aStickThatIsGoneAndStaysAwayHasVanished() {
        var machine = Machine(methods: [eject])
        _ = machine.start()
        _ = machine.handle(.notPerformed(.gone))
        _ = machine.handle(.detached)
        #expect(machine.handle(.totalTimeout) == [.letGo, .stopTimers, .fail(.vanished)])
    }

    @Test func aStickThatComesBackAsCdIsToldAgainInTheSameWay() {
        var machine = Machine(methods: [eject, .driverRelease])
        _ = machine.start()
        _ = machine.handle(.performed)
        _ = machine.handle(.detached)
        #expect(machine.handle(.returnedAsStorage) == [.letGo, .perform(eject, attempt: 2)])
    }

    @Test func threeAttemptsAreEnough() {
        var machine = Machine(methods: [eject, .driverRelease])
        _ = machine.start()
        for _ in 1...2 {
            _ = machine.handle(.performed)
            _ = machine.handle(.departureTimeout)
        }
        _ = machine.handle(.performed)
        #expect(machine.handle(.departureTimeout) == [.letGo, .letGo, .stopTimers, .fail(.ignored)])
        #expect(machine.attempts == 3)
    }

    @Test(arguments: [
        (ModeSwitch.StateMachine.Event.notPerformed(.accessDenied), ModeSwitch.Failure.noAccess),
        (.returnedAsOther, .unknownDevice), (.totalTimeout, .ignored),
    ])
    func someThingsEndItAtOnce(event: ModeSwitch.StateMachine.Event, failure: ModeSwitch.Failure) {
        var machine = Machine(methods: [eject])
        _ = machine.start()
        #expect(machine.handle(event).last == .fail(failure))
        #expect(machine.handle(.returnedAsModem) == [])
    }

    @Test func anInterfaceThatAnotherProgramHoldsToTheEndIsSaidToBeHeld() {
        var machine = Machine(methods: [eject])
        _ = machine.start()
        for _ in 1...2 {
            _ = machine.handle(.notPerformed(.busy))
            #expect(machine.handle(.departureTimeout).first == .letGo)
        }
        _ = machine.handle(.notPerformed(.busy))
        #expect(machine.handle(.departureTimeout).last == .fail(.noAccess))
    }

    @Test func aStickThatNeverReturnsIsSaidToHaveVanished() {
        var machine = Machine(methods: [eject])
        _ = machine.start()
        _ = machine.handle(.performed)
        _ = machine.handle(.detached)
        #expect(machine.handle(.totalTimeout) == [.letGo, .stopTimers, .fail(.vanished)])
    }

    @Test func aRecipeWithoutMethodsFails() {
        var machine = Machine(methods: [])
        #expect(machine.start().last == .fail(.ignored))
    }

    @Test func whatComesTwiceOrTooLateMeansNothing() {
        var machine = Machine(methods: [eject])
        _ = machine.start()
        #expect(machine.start() == [])
        #expect(machine.handle(.departureTimeout) == [])
        _ = machine.handle(.performed)
        #expect(machine.handle(.performed) == [])
        #expect(machine.handle(.notPerformed(.timedOut)) == [])
        _ = machine.handle(.detached)
        for late: Machine.Event in [.detached, .departureTimeout] { #expect(machine.handle(late) == []) }
        for late: Machine.Event in [.performed, .notPerformed(.gone)] { #expect(machine.handle(late) == [.letGo]) }
        #expect(machine.attempts == 1)
    }

    @Test func whatIsBackBeforeItsDepartureWasSeenIsBack() {
        var machine = Machine(methods: [eject])
        _ = machine.start()
        _ = machine.handle(.performed)
        #expect(machine.handle(.returnedAsModem).last == .succeed)
    }
}
