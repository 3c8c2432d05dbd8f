import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import PPPSession

/// Random orders of reports, expiries, hang-ups and ends: one call has one address, one SIGTERM and one end.
struct CallWalkTests {
    @Test func aCall() async { await RandomWalk<WalkedCall>.expectNoFault(seed: 31, steps: 150_000) }
}

/// The machine of one call with its pppd.
private struct WalkedCall: Walkable {
    enum Step: Equatable, Sendable {
        case report(CallAddress?)
        case hangUp
        case startTimeOver
        case processEnds(ProcessEnd)
    }

    private static let addresses = ["10.0.0.2", "10.0.0.3"].map {
        CallAddress(interface: "ppp0", address: $0, peer: "10.64.64.64", dns: [])
    }

    static let inputs: [Step] =
        addresses.map { .report($0) } + [
            .report(addresses[0]), .report(nil), .hangUp, .processEnds(.exited(16)), .processEnds(.killed(signal: 9)),
        ]

    private var machine = CallSupervisor.StateMachine()
    private var startTimer = true
    private var isRunning = true
    private var published: CallAddress?
    private var isTerminated = false
    private var reason: Step?
    private var end: CallError??
    private var stepsAfterEnd = 0

    var isOver: Bool { stepsAfterEnd > 3 }

    var outstanding: [Step] {
        (startTimer ? [.startTimeOver] : []) + (isTerminated && isRunning ? [.processEnds(.exited(5))] : [])
    }

    var endings: [Step] { outstanding }

    mutating func take(_ step: Step) throws(BrokenPromise) {
        if end != nil { stepsAfterEnd += 1 }
        switch step {
        case .report(let address): try perform(machine.reported(address), because: step)
        case .hangUp: try perform(machine.hangUp(), because: step)
        case .startTimeOver:
            if !startTimer { return }
            startTimer = false
            try perform(machine.startTimeOver(), because: step)
        case .processEnds(let end):
            if !isRunning { return }
            isRunning = false
            try perform(machine.processEnded(end, messages: []), because: step)
        }
        try require(machine.isEnded == (end != nil), "it knows its end")
        try require(isRunning == (end == nil), "a call ends with its pppd")
        try require(end != nil || startTimer || published != nil || isTerminated, "an address has a time limit")
    }

    private mutating func perform(_ action: CallSupervisor.StateMachine.Action, because step: Step)
        throws(BrokenPromise)
    {
        try require(end == nil || action == .none, "nothing follows the end", "\(action)")
        switch action {
        case .none: break
        case .publish(let address):
            try require(published == nil, "an address is told once")
            try require(!isTerminated, "who was told to end has no address")
            (published, startTimer) = (address, false)
        case .terminate:
            try require(!isTerminated, "SIGTERM is sent once")
            (isTerminated, reason, startTimer) = (true, step, false)
        case .finish(let error):
            (end, startTimer) = (.some(error), false)
            try require(
                (error == nil) == (reason == .hangUp), "only our own hang-up is no error",
                "\(String(describing: error))")
            if reason == .startTimeOver { try require(error == .timedOut, "a late address is a timeout") }
        }
    }

    func checkRest() throws(BrokenPromise) {
        try require(end != nil || published != nil, "a call comes up or ends")
    }
}
