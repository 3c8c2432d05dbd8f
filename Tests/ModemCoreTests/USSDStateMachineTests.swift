import ATProtocol
import ModemCore
import Testing

@testable import ModemCore

/// A dialogue with the network, as pure decisions.
@Suite struct USSDStateMachineTests {
    private typealias Action = USSDSession.StateMachine.Action

    private var machine = USSDSession.StateMachine()
    private static let anna = Holder(":1.1")
    private static let ben = Holder(":1.2")

    private mutating func begin(_ holder: Holder = anna) throws(ModemError) -> [Action] { try machine.begin(holder) }

    private mutating func says(_ outcome: UnstructuredReport.Outcome, _ text: String? = nil) -> [Action] {
        machine.reported(UnstructuredReport(outcome: outcome, text: text))
    }

    /// A menu waits for Anna.
    private mutating func asks() throws {
        _ = try begin()
        #expect(says(.answerWanted, "1 or 2?") == [.startLimit, .answer(.success("1 or 2?"))])
        #expect(machine.state == .userResponse)
    }

    @Test mutating func aQuestionHasOneAnswer() throws {
        #expect(try begin() == [.startLimit])
        #expect(machine.state == .active)
        #expect(says(.done, "12 EUR") == [.stopLimit, .answer(.success("12 EUR"))])
        #expect(machine.state == .idle)
        // What comes later is nobody's.
        #expect(says(.done, "an advertisement") == [])
    }

    @Test mutating func aMenuIsAnsweredByWhoAsked() throws {
        try asks()
        #expect(throws: ModemError.self) { try machine.respond(Self.ben, in: .registered) }
        #expect(try machine.respond(Self.anna, in: .registered) == [.startLimit])
        #expect(machine.state == .active)
        #expect(throws: ModemError.inProgress) { try machine.respond(Self.anna, in: .registered) }
        #expect(says(.done, nil) == [.stopLimit, .answer(.success(""))])
        #expect(throws: ModemError.self) { try machine.respond(Self.anna, in: .registered) }
    }

    @Test mutating func thereIsOneDialogueAtATime() throws {
        try asks()
        for holder in [Self.anna, Self.ben] {
            #expect(throws: ModemError.inProgress) { try machine.begin(holder) }
        }
    }

    @Test(arguments: [
        (UnstructuredReport.Outcome.terminated, "bye" as String?, true), (.terminated, nil, false),
        (.terminated, "", false),
        (.answeredElsewhere, nil, false), (.notSupported, nil, false), (.networkTimeout, nil, false),
    ])
    mutating func theNetworkEndsItInManyWays(outcome: UnstructuredReport.Outcome, text: String?, isAnswer: Bool) throws
    {
        _ = try begin()
        let actions = says(outcome, text)
        #expect(actions.count == 2 && actions.first == .stopLimit)
        guard case .answer(let result)? = actions.last else { throw ModemError.aborted }
        #expect((try? result.get()) == (isAnswer ? text : nil))
        #expect(machine.state == .idle)
    }

    @Test(arguments: [UnstructuredReport.Outcome.done, .terminated, .networkTimeout]) mutating func aMenuMayBeTakenBack(
        outcome: UnstructuredReport.Outcome
    ) throws {
        try asks()
        #expect(says(outcome) == [.stopLimit])
        #expect(machine.state == .idle)
    }

    @Test mutating func whoLeavesEndsItAtTheStick() throws {
        _ = try begin()
        #expect(machine.end(for: Self.ben) == [])
        #expect(machine.end(for: Self.anna) == [.stopLimit, .endAtStick, .answer(.failure(.aborted))])
        try asks()
        #expect(machine.end(for: Self.ben) == [])
        #expect(machine.end(for: Self.anna) == [.stopLimit, .endAtStick])
        #expect(machine.end(for: Self.anna) == [])
    }

    @Test mutating func nobodyWaitsForEver() throws {
        _ = try begin()
        let late = Action.answer(.failure(.timedOut("The answer of the network")))
        #expect(machine.expired() == [.stopLimit, .endAtStick, late])
        try asks()
        #expect(machine.expired() == [.stopLimit, .endAtStick])
        #expect(machine.expired() == [])
    }

    @Test mutating func aRefusalIsTheAnswer() throws {
        _ = try begin()
        #expect(machine.refused(.simMissing) == [.stopLimit, .answer(.failure(.simMissing))])
        _ = try begin()
        // It may have gone out.
        #expect(machine.refused(.timedOut("x")) == [.stopLimit, .endAtStick, .answer(.failure(.timedOut("x")))])
        #expect(machine.refused(.simMissing) == [])
    }

    @Test mutating func withoutAPortItIsOver() throws {
        _ = try begin()
        #expect(machine.closed() == [.stopLimit, .answer(.failure(.deviceGone))])
        try asks()
        #expect(machine.closed() == [.stopLimit])
    }

    @Test mutating func aQuestionNobodyCanAnswerIsEnded() {
        #expect(says(.answerWanted, "Who are you?") == [.endAtStick])
        #expect(machine.state == .idle)
    }

    /// Whatever comes in whatever order: who waits has exactly one answer, and an idle machine has no limit running.
    @Test mutating func anyOrderLeavesNobodyWaiting() {
        var generator = SystemRandomNumberGenerator()
        var isWaiting = false
        for _ in 0..<20_000 {
            let holder = Bool.random(using: &generator) ? Self.anna : Self.ben
            var actions: [Action] = []
            switch Int.random(in: 0..<7, using: &generator) {
            case 0: if let begun = try? machine.begin(holder) { (actions, isWaiting) = (begun, true) }
            case 1:
                if let begun = try? machine.respond(holder, in: .registered) { (actions, isWaiting) = (begun, true) }
            case 2: actions = machine.end(for: holder)
            case 3: actions = machine.expired()
            case 4: actions = machine.closed()
            case 5: actions = machine.refused(.aborted)
            default:
                let outcome = UnstructuredReport.Outcome.allCases.randomElement(using: &generator) ?? .done
                actions = says(outcome, Bool.random(using: &generator) ? "x" : nil)
            }
            let answers = actions.count { if case .answer = $0 { true } else { false } }
            #expect(answers <= (isWaiting ? 1 : 0))
            if answers > 0 { isWaiting = false }
            #expect(isWaiting == (machine.state == .active))
        }
    }
}
