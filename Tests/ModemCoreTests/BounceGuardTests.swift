import Testing

@testable import ModemCore

struct BounceGuardTests {
    private static let port = "1-1.2"

    /// One cycle: it was switched, left in this state, and is a CD-ROM again. Whether that was enough.
    private func cycle(_ bounces: inout BounceGuard, leaving state: ModemState?, at second: Int = 0) -> Bool {
        bounces.left(Self.port, in: state)
        return bounces.cameAsStorage(Self.port, at: .seconds(second))
    }

    @Test(arguments: [ModemState.settling, .probing, .enabling])
    func theThirdFallIsTheLast(state: ModemState) {
        var bounces = BounceGuard()
        let first = bounces.cameAsStorage(Self.port, at: .zero)
        let falls = (1...3).map { cycle(&bounces, leaving: state, at: $0) }
        #expect(!first)
        #expect(falls == [false, false, true])
    }

    @Test(arguments: [ModemState.storage, .switching, .locked, .searching, .registered, .connected, .failed, nil])
    func pullingOutWhatIsOfUseOrWasNotSwitchedIsNoFall(state: ModemState?) {
        var bounces = BounceGuard()
        let falls = (1...10).map { _ in cycle(&bounces, leaving: state) }
        #expect(!falls.contains(true))
    }

    @Test func aPlugAfterQuarantineIsABeginning() {
        var bounces = BounceGuard()
        for _ in 1...3 { _ = cycle(&bounces, leaving: .settling) }
        let replugged = cycle(&bounces, leaving: .failed)
        let falls = (1...3).map { cycle(&bounces, leaving: .settling, at: $0) }
        #expect(!replugged)
        #expect(falls == [false, false, true])
    }

    @Test func fallsAreForgotten() {
        var bounces = BounceGuard()
        let falls = (1...10).map { cycle(&bounces, leaving: .settling, at: $0 * 60) }
        #expect(!falls.contains(true))
    }

    @Test func portsDoNotShareTheirFalls() {
        var bounces = BounceGuard()
        for number in 1...9 {
            bounces.left("1-\(number)", in: .probing)
            let isBouncing = bounces.cameAsStorage("1-\(number)", at: .zero)
            #expect(!isBouncing)
        }
    }
}
