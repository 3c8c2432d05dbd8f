import EventLoop
import Logging
import ModemCore
import TestSupport
import Testing

@testable import ModemService

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct WatchdogTests {
    private let beginning = LoopClock.monotonic.now

    private func late(_ names: String...) -> [Undertakings.Late] {
        names.map {
            Undertakings.Late(lane: $0, since: beginning.advanced(by: .seconds($0.count)), limit: .seconds(1))
        }
    }

    @Test func whereNobodyIsLateItIsFed() {
        var machine = Watchdog.StateMachine()
        #expect(machine.judge([]) == .feed)
        #expect(machine.judge([]) == .feed)
    }

    @Test func whoIsLateOnceMayHaveBeenKeptFromRunning() {
        var machine = Watchdog.StateMachine()
        #expect(machine.judge(late("a")) == .lookAgain)
        #expect(machine.judge([]) == .feed)
        #expect(machine.judge(late("a")) == .lookAgain, "that was another time")
    }

    @Test func whoIsLateTwiceHangsAndIsNamedOnce() {
        var machine = Watchdog.StateMachine()
        #expect(machine.judge(late("a")) == .lookAgain)
        #expect(machine.judge(late("a", "bb")) == .withhold(new: late("a")))
        #expect(machine.judge(late("a", "bb")) == .withhold(new: late("bb")))
        #expect(machine.judge(late("a", "bb")) == .withhold(new: []))
    }

    @Test func whoComesToItsEndAfterAllIsForgiven() {
        var machine = Watchdog.StateMachine()
        _ = machine.judge(late("a"))
        _ = machine.judge(late("a"))
        #expect(machine.judge([]) == .feed)
        #expect(machine.judge(late("a")) == .lookAgain)
    }

    @Test func oneAfterTheOtherIsNoHang() {
        var machine = Watchdog.StateMachine()
        #expect(machine.judge(late("a")) == .lookAgain)
        #expect(machine.judge(late("bb")) == .lookAgain)
        #expect(machine.judge([]) == .feed)
    }

    @Test(
        arguments: [
            (nil, nil, nil), ("60000000", nil, 60), ("60000000", "42", 60), ("60000000", "43", nil), ("0", nil, nil),
            ("-1", nil, nil), ("x", nil, nil), ("60000000", "", nil),
        ] as [(String?, String?, Int64?)])
    func theLimitIsThatOfThisProcess(microseconds: String?, process: String?, seconds: Int64?) {
        let limit = ServiceNotification.watchdogLimit(microseconds: microseconds, process: process, own: 42)
        #expect(limit == seconds.map { .seconds($0) })
    }

    @Test func whereNobodyAsksItEndsAtOnce() async {
        let watchdog = Watchdog(
            ServiceNotification(address: nil, watchdogLimit: .seconds(1)), undertakings: Undertakings(), lanes: [],
            clock: LoopClock.monotonic, log: Logger(label: "test"))
        await watchdog.run()
    }
}

struct ServiceStatusTests {
    @Test(
        arguments: [
            ([:], "no stick"), (["1-1": .registered], "1 stick, 0 calls: 1-1 registered"),
            (["1-2": .connected, "1-1": .failed], "2 sticks, 1 call: 1-1 failed, 1-2 connected"),
        ] as [([String: ModemState], String)])
    func itIsOneLine(states: [String: ModemState], line: String) { #expect(ServiceStatus.line(states) == line) }

    @Test func itIsBounded() {
        let states = Dictionary(uniqueKeysWithValues: (1...128).map { ("1-\($0)", ModemState.connected) })
        #expect(ServiceStatus.line(states).utf8.count < 200)
    }
}
