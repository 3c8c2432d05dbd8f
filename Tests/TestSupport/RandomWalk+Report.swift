internal import Glibc
package import Testing

extension RandomWalk {
    /// Walks from `seed`, or from the one in `ZTE_WALK_SEED`, `steps` steps, or `ZTE_WALK_STEPS`, and records the fault it
    /// meets. With `ZTE_WALK_RATE` set, prints how fast.
    package static func expectNoFault(
        seed: UInt64, steps: Int, sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        var walk = RandomWalk(seed: number("ZTE_WALK_SEED") ?? seed)
        let started = ContinuousClock.now
        if let fault = await walk.run(steps: number("ZTE_WALK_STEPS").map(Int.init(clamping:)) ?? steps) {
            Issue.record("\(fault)", sourceLocation: sourceLocation)
        }
        if getenv("ZTE_WALK_RATE") != nil {
            let seconds = (ContinuousClock.now - started) / .seconds(1)
            print("\(Subject.self): \(walk.count) steps in \(seconds) s, \(Int(Double(walk.count) / seconds)) a second")
        }
    }

    private static func number(_ variable: String) -> UInt64? {
        getenv(variable).flatMap { UInt64(String(cString: $0)) }
    }
}
