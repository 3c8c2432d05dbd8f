import ModemCore
import Testing

/// The way back to a CD-ROM, decided without a stick.
struct StorageReturnTests {
    typealias Machine = StorageReturn.StateMachine
    private static let step = Machine.Action.startTimer(.seconds(15))
    private static let departure = Machine.Action.startTimer(.seconds(10))
    private static let absence = Machine.Action.startTimer(.seconds(20))
    private static let second: [Machine.Action] = [step, .perform(.reauthorisation)]

    private func machine(after events: [Machine.Event]) -> Machine {
        var machine = Machine()
        _ = machine.start()
        for event in events { _ = machine.handle(event) }
        return machine
    }

    @Test func aResetIsTriedFirst() {
        var machine = Machine()
        #expect(machine.start() == [Self.step, .perform(.reset)])
        #expect(machine.start() == [])
    }

    /// The kernel finds other descriptors after the reset and says so by its answer, or the stick leaves a moment later.
    @Test(arguments: [Machine.Event.performed(.reset), .notPerformed(.reset, .gone)])
    func aStickThatObeysLeavesAndIsACDROM(answer: Machine.Event) {
        var machine = machine(after: [])
        #expect(machine.handle(answer) == [Self.departure])
        #expect(machine.handle(.detached) == [Self.absence])
        #expect(machine.handle(.returnedAsStorage) == [.stopTimer, .succeed])
        #expect(machine.handle(.timeout) == [])
        #expect(machine.handle(.detached) == [])
    }

    @Test func itMayBeQuickerThanTheAnswer() {
        var machine = machine(after: [.detached])
        #expect(machine.handle(.notPerformed(.reset, .gone)) == [])
        #expect(machine.handle(.returnedAsStorage) == [.stopTimer, .succeed])
    }

    @Test(
        arguments: [
            [.performed(.reset), .timeout], [.timeout], [.performed(.reset), .detached, .returnedAsModem],
            [.performed(.reset), .returnedAsModem], [.notPerformed(.reset, .accessDenied)],
            [.notPerformed(.reset, .failed("IO"))],
        ] as [[Machine.Event]])
    func whatAResetDoesNotDoReauthorisationMay(events: [Machine.Event]) {
        var machine = machine(after: events.dropLast())
        #expect(events.last.map { machine.handle($0) } == Self.second)
        // Old news.
        #expect(machine.handle(.performed(.reset)) == [])
        #expect(machine.handle(.performed(.reauthorisation)) == [Self.departure])
        #expect(machine.handle(.detached) == [Self.absence])
        #expect(machine.handle(.returnedAsStorage) == [.stopTimer, .succeed])
    }

    @Test(
        arguments: [
            ([.performed(.reauthorisation), .timeout], .noWayBack),
            ([.detached, .returnedAsModem], .noWayBack),
            ([.notPerformed(.reauthorisation, .accessDenied)], .noAccess),
            ([.notPerformed(.reauthorisation, .busy)], .noWayBack),
            ([.detached, .timeout], .vanished), ([.detached, .returnedAsOther], .unknownDevice),
            ([.returnedAsOther], .unknownDevice),
        ] as [([Machine.Event], StorageReturn.Failure)])
    func withoutAWayBackItSaysWhy(events: [Machine.Event], failure: StorageReturn.Failure) {
        var machine = machine(after: [.timeout] + events.dropLast())
        #expect(events.last.map { machine.handle($0) } == [.stopTimer, .fail(failure)])
        #expect(machine.handle(.returnedAsStorage) == [])
    }

    @Test func aStickThatNeverComesBackHasVanished() {
        var machine = machine(after: [.performed(.reset), .detached])
        #expect(machine.handle(.timeout) == [.stopTimer, .fail(.vanished)])
    }
}
