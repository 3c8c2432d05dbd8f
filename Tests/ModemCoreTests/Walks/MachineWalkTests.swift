import TestSupport
import Testing

/// Random orders of events: each machine keeps its promises after every step, and comes to rest after any beginning.
struct MachineWalkTests {
    @Test(.serialized, arguments: 1...6 as ClosedRange<UInt64>) func aStick(seed: UInt64) async {
        await RandomWalk<WalkedModem>.expectNoFault(seed: seed, steps: 100_000)
    }

    @Test func aSwitch() async { await RandomWalk<WalkedSwitch>.expectNoFault(seed: 11, steps: 150_000) }

    /// `make test-full` takes five times as many.
    @Test(.serialized, arguments: 1...4 as ClosedRange<UInt64>) func threePorts(seed: UInt64) async {
        await RandomWalk<WalkedHub>.expectNoFault(seed: seed, steps: 50_000)
    }
}
