import EventLoop
import ModemCore
import PPPSession

@testable import RootSteps

/// Stands for systemd: notes which units were started, and says what it was told to say.
@LoopActor final class StepHost: UnitHost {
    @LoopActor private final class Unit: RunningUnit {
        let name: String
        let isEnding = false
        private let answer: UnitEnd
        private let host: StepHost

        init(_ name: String, _ answer: UnitEnd, _ host: StepHost) {
            self.name = name
            self.answer = answer
            self.host = host
        }

        func end() async -> UnitEnd {
            await Task.yield()
            return answer
        }

        func stop() async {}
        func release() { host.running -= 1 }
    }

    var answer = UnitEnd(.exited(0))
    var refuses = false
    /// Where steps are really taken; nil: nowhere.
    var places: RootStepProgram.Places?
    private(set) var started: [String] = []
    /// How many at a time, at most.
    private(set) var most = 0
    private var running = 0 { didSet { most = max(most, running) } }

    /// What was started, as it is written.
    var steps: [String] { started.map { String($0.dropFirst("zte-step@".count).dropLast(".service".count)) } }

    func start(_ name: String) async throws(CallError) -> any RunningUnit {
        started.append(name)
        if refuses { throw .startRefused(unit: name) }
        running += 1
        if let places, let step = RootStep(steps[steps.count - 1]) { _ = try? RootStepProgram.take(step, places) }
        return Unit(name, answer, self)
    }

    func running(like pattern: String) async -> [any RunningUnit] { [] }
}
