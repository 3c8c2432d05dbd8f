import EventLoop
import TestSupport
import Testing

/// Random orders of plugs, pulls, requests and time: one object for each physical port, and nothing is held afterwards.
@Suite(.eventLoop) @LoopActor struct HotplugWalkTests {
    @Test(.serialized, arguments: 1...30 as ClosedRange<UInt64>) func twoPorts(seed: UInt64) async {
        let world = PluggedWorld(seed: seed)
        await world.live(steps: 60)
        let story = world.faults + world.log
        #expect(world.faults.isEmpty, "seed \(seed): \(story.joined(separator: "\n"))")
    }
}
