import Testing

@testable import ModemCore

struct BounceGuardTests {
    private static let port = "1-1.2"

    /// One cycle: it was switched, and left in this state.
    private func cycle(_ bounces: inout BounceGuard, leaving state: ModemState?) -> BounceGuard.Verdict {
        bounces.left(Self.port, in: state)
        return bounces.cameAsStorage(Self.port)
    }

    @Test(arguments: [ModemState.settling, .probing, .enabling])
    func theThirdFallIsTheLast(state: ModemState) {
        var bounces = BounceGuard()
        #expect(bounces.cameAsStorage(Self.port) == .goAhead)
        #expect(cycle(&bounces, leaving: state) == .counted)
        #expect(cycle(&bounces, leaving: state) == .counted)
        #expect(cycle(&bounces, leaving: state) == .quarantined)
    }

    @Test(arguments: [ModemState.storage, .switching, .locked, .searching, .registered, .connected, .failed, nil])
    func pullingOutWhatIsOfUseOrWasNotSwitchedIsNoFall(state: ModemState?) {
        var bounces = BounceGuard()
        for _ in 1...10 { #expect(cycle(&bounces, leaving: state) == .goAhead) }
    }

    @Test func aPlugAfterQuarantineIsABeginning() {
        var bounces = BounceGuard()
        for _ in 1...3 { _ = cycle(&bounces, leaving: .settling) }
        #expect(cycle(&bounces, leaving: .failed) == .goAhead)
        #expect(cycle(&bounces, leaving: .settling) == .counted)
    }

    @Test func fallsAreForgotten() {
        var bounces = BounceGuard()
        for _ in 1...5 {
            #expect(cycle(&bounces, leaving: .settling) == .counted)
            bounces.forget(Self.port)
        }
    }

    @Test func portsDoNotShareTheirFalls() {
        var bounces = BounceGuard()
        for number in 1...9 {
            bounces.left("1-\(number)", in: .probing)
            #expect(bounces.cameAsStorage("1-\(number)") == .counted)
        }
    }
}
