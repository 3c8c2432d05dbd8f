import Testing

@testable import ModemEmulator

@Suite struct StickLifecycleTests {
    private typealias Step = (event: StickLifecycle.Event, actions: [StickLifecycle.Action])

    private func play(_ lifecycle: inout StickLifecycle, _ steps: [Step]) {
        for (event, actions) in steps { #expect(lifecycle.handle(event) == actions, "\(event)") }
    }

    @Test func aSwitchLeadsFromTheCDROMToTheModem() {
        var lifecycle = StickLifecycle()
        play(
            &lifecycle,
            [
                (.plug, [.attach(.storage)]), (.triggered, [.wait(.leave)]), (.triggered, []),
                (.timeIsUp, [.detach, .wait(.offBus)]), (.timeIsUp, [.attach(.modem)]), (.triggered, []),
            ])
        #expect(lifecycle.name == "modem")
    }

    @Test func aBouncingStickComesBackAsACDROMOnce() {
        var lifecycle = StickLifecycle(bounces: 1)
        let turn: [Step] = [(.triggered, [.wait(.leave)]), (.timeIsUp, [.detach, .wait(.offBus)])]
        play(&lifecycle, [(.plug, [.attach(.storage)])] + turn + [(.timeIsUp, [.attach(.storage)])])
        play(&lifecycle, turn + [(.timeIsUp, [.attach(.modem)])])
    }

    @Test func aRebootEndsInTheCDROM() {
        var lifecycle = StickLifecycle()
        for event in [.plug, .triggered, .timeIsUp, .timeIsUp] as [StickLifecycle.Event] { _ = lifecycle.handle(event) }
        play(
            &lifecycle,
            [
                (.reboot, [.wait(.leave)]), (.timeIsUp, [.detach, .wait(.offBus)]), (.timeIsUp, [.attach(.storage)]),
            ])
    }

    private static let modem: [StickLifecycle.Event] = [.plug, .triggered, .timeIsUp, .timeIsUp]

    @Test func aResetOfThePortEndsInTheCDROMWithoutLeaving() {
        var lifecycle = StickLifecycle(afterReset: .storage)
        for event in Self.modem { _ = lifecycle.handle(event) }
        play(&lifecycle, [(.portReset, [.become(.storage)]), (.portReset, []), (.triggered, [.wait(.leave)])])
    }

    @Test func aStickThatDoesNotMindAResetStaysAModem() {
        var lifecycle = StickLifecycle()
        for event in Self.modem { _ = lifecycle.handle(event) }
        play(&lifecycle, [(.portReset, []), (.unconfigured, [.wait(.leave)])])
    }

    @Test func withTheCDROMTurnedOffThereIsNoWayBack() {
        var lifecycle = StickLifecycle(home: .modem, afterReset: .storage)
        play(&lifecycle, [(.plug, [.attach(.modem)]), (.portReset, []), (.unconfigured, [])])
    }

    @Test(
        arguments: [
            ([.plug], [.detach]), ([.plug, .triggered], [.stopWaiting, .detach]),
            ([.plug, .triggered, .timeIsUp], [.stopWaiting]), ([.plug, .triggered, .timeIsUp, .timeIsUp], [.detach]),
            ([], []),
        ] as [([StickLifecycle.Event], [StickLifecycle.Action])])
    func pullingThePlugWorksAtAnyMoment(before: [StickLifecycle.Event], actions: [StickLifecycle.Action]) {
        var lifecycle = StickLifecycle()
        for event in before { _ = lifecycle.handle(event) }
        #expect(lifecycle.handle(.unplug) == actions)
        #expect(!lifecycle.isPlugged)
        #expect(lifecycle.handle(.timeIsUp).isEmpty)
        #expect(lifecycle.handle(.plug) == [.attach(.storage)])
    }
}
