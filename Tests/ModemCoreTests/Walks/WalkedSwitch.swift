import DeviceCatalog
import ModemCore
import TestSupport

/// The machine of a mode switch with the stick it is about.
struct WalkedSwitch: Walkable {
    enum Step: Equatable, Sendable {
        case start
        case leave
        case comeBack(ModeSwitch.StateMachine.Event)
        case performed(StorageError?)
        case departureTimeout
        case totalTimeout
    }

    static let inputs: [Step] = [
        .start, .leave, .leave, .comeBack(.returnedAsStorage), .comeBack(.returnedAsModem), .comeBack(.returnedAsOther),
    ]

    private static let methods: [SwitchMethod] = [.eject(message: nil), .driverRelease]

    private var machine = ModeSwitch.StateMachine(methods: Self.methods)
    private var isStarted = false
    private var isAway = false
    private var held: SwitchMethod?
    private var lastMethod: SwitchMethod?
    private var methodBefore: SwitchMethod?
    private var isBusy = false
    private var hasPerformed = false
    private var departureTimer = false
    private var totalTimer = false
    private var attempts = 0
    private var lastStep: Step?
    private var stepsAfterEnd = 0
    private var result: Result<Void, ModeSwitch.Failure>?

    // A few steps after the end show that there are no more actions.
    var isOver: Bool { stepsAfterEnd > 3 }

    var outstanding: [Step] {
        var steps: [Step] = []
        if isBusy { steps += [.performed(nil), .performed(.gone), .performed(.absent), .performed(.accessDenied)] }
        if departureTimer { steps.append(.departureTimeout) }
        if totalTimer { steps.append(.totalTimeout) }
        return steps
    }

    var endings: [Step] { outstanding }

    mutating func take(_ step: Step) throws(BrokenPromise) {
        lastStep = step
        if result != nil { stepsAfterEnd += 1 }
        switch step {
        case .start:
            isStarted = true
            try perform(machine.start())
        case .leave:
            if isAway { return }
            isAway = true
            try perform(machine.handle(.detached))
        case .comeBack(let event):
            isAway = false
            try perform(machine.handle(event))
        case .performed(let error):
            if !isBusy { return }
            isBusy = false
            if error == .absent, hasPerformed { lastMethod = methodBefore }
            if error != .absent { hasPerformed = true }
            try perform(machine.handle(error.map { .notPerformed($0) } ?? .performed))
        case .departureTimeout:
            if !departureTimer { return }
            departureTimer = false
            try perform(machine.handle(.departureTimeout))
        case .totalTimeout:
            if !totalTimer { return }
            totalTimer = false
            try perform(machine.handle(.totalTimeout))
        }
        try checkPromises()
    }

    private mutating func perform(_ actions: [ModeSwitch.StateMachine.Action]) throws(BrokenPromise) {
        for action in actions {
            try require(result == nil, "nothing follows the end", "\(action)")
            switch action {
            case .perform(let method, let attempt):
                try require(held == nil, "one switch at a time", "\(method) during \(String(describing: held))")
                try require(attempt == attempts + 1, "attempts are counted", "\(attempt) after \(attempts)")
                if let lastMethod {
                    let hasObeyed = lastStep == .comeBack(.returnedAsStorage)
                    try require((method == lastMethod) == hasObeyed, "what a stick did not obey takes turns")
                }
                (methodBefore, lastMethod) = (lastMethod, method)
                (held, isBusy, departureTimer, attempts) = (method, true, false, attempt)
            case .letGo: (held, isBusy, departureTimer) = (nil, false, false)
            case .startDepartureTimer: departureTimer = true
            case .startTotalTimer:
                try require(!totalTimer, "one time limit for all")
                totalTimer = true
            case .stopTimers: (departureTimer, totalTimer) = (false, false)
            case .succeed:
                try require(lastStep == .comeBack(.returnedAsModem), "a switch succeeds when there is a modem")
                result = .success(())
            case .fail(let failure): result = .failure(failure)
            }
        }
    }

    private func checkPromises() throws(BrokenPromise) {
        try require(attempts <= ModeSwitch.Limits.attempts, "there are few attempts", "\(attempts)")
        try require(machine.attempts == attempts, "attempts are told", "\(machine.attempts) for \(attempts)")
        try require((machine.method != nil) == (attempts > 0), "the method is told")
        if result != nil {
            try require(!departureTimer && !totalTimer && held == nil, "whoever ends holds nothing")
        } else if isStarted {
            try require(totalTimer, "a switch has a time limit")
            try require(isBusy || departureTimer || held == nil, "a stick that is held has a time to leave")
        }
    }

    func checkRest() throws(BrokenPromise) {
        try require(result != nil || !isStarted, "a switch ends")
        if case .failure(.vanished)? = result { try require(isAway || attempts > 0, "only what left has vanished") }
    }
}
