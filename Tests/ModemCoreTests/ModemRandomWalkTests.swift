import DeviceCatalog
import ModemCore
import Testing

@testable import ModemCore

/// Events in any order: whatever happens, the machine keeps its promises.
struct ModemRandomWalkTests {
    private struct Generator: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static let events: [Modem.StateMachine.Event] =
        [
            .attachedStorage(Story.storage, Story.recipe), .attachedModem(Story.modem, Story.map),
            .attachedUnknown(Story.unknown), .detached(Story.storage.identity), .detached(Story.modem.identity),
            .detached(Story.unknown.identity), .switchPerformed, .switchNotPerformed(.timedOut), .probed,
            .probeFailed(.noAnswer), .initialised, .initialiseFailed(.simMissing), .locked(.simPin), .pinAccepted,
            .pinRefused, .registration(.home), .registration(.searching), .registration(.denied), .portsLost,
            .dialFailed(.dialFailed("NO CARRIER")), .callUp, .callEnded(nil), .callEnded(.hangUp),
        ] + Story.ports.flatMap { [.portAdded($0), .portRemoved($0)] }
        + Modem.StateMachine.Timer.allCases.map { .expired($0) }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func callersAreAlwaysAnsweredAndDialsNeverOverlap(seed: UInt64) {
        var random = Generator(state: seed &* 0x9e37_79b9_7f4a_7c15)
        var machine = Modem.StateMachine()
        var waiting: Set<Modem.StateMachine.Request.Kind> = []
        var calls = 0
        for _ in 0..<50_000 {
            if machine.isGone {
                #expect(waiting.isEmpty)
                machine = Modem.StateMachine()
                (waiting, calls) = ([], 0)
            }
            let before = machine.state
            let actions: [Modem.StateMachine.Action]
            if Int.random(in: 0..<5, using: &random) == 0 {
                let requests: [Modem.StateMachine.Request] = [.switch, .connect(ConnectSettings()), .disconnect]
                let request = requests[Int.random(in: 0..<3, using: &random)]
                let (admission, following) = machine.request(request)
                if admission == .wait { waiting.insert(request.kind) }
                actions = following
            } else {
                actions = machine.handle(Self.events[Int.random(in: 0..<Self.events.count, using: &random)])
            }
            for action in actions {
                if case .answer(let kind, _) = action { waiting.remove(kind) }
                if case .dial = action { calls += 1 }
            }
            if ![.connecting, .connected, .disconnecting].contains(machine.state) || machine.isGone { calls = 0 }
            #expect(calls <= 1, "two calls at once after \(before)")
            if machine.state == .failed { #expect(machine.reason != .none) }
            if machine.state == .registered || machine.state == .connected { #expect(machine.wantedCall == nil) }
        }
    }
}
