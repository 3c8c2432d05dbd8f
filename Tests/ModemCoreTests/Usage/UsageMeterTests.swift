import ModemCore
import Testing

struct UsageMeterTests {
    private static func count(_ received: UInt64, _ sent: UInt64) -> LinkCount {
        LinkCount(receivedBytes: received, sentBytes: sent, sentPackets: 0)
    }

    @Test func whatIsNewCountsOnce() {
        var meter = UsageMeter()
        #expect(meter.count(Self.count(100, 50), after: .zero) == UsageAmount(receivedBytes: 100, sentBytes: 50))
        #expect(
            meter.count(Self.count(250, 60), after: .seconds(15))
                == UsageAmount(receivedBytes: 150, sentBytes: 10, seconds: 15))
        #expect(meter.count(Self.count(250, 60), after: .seconds(15)) == UsageAmount(seconds: 15))
    }

    @Test(arguments: [(99, 500), (500, 49), (0, 0), (99, 49)] as [(UInt64, UInt64)])
    func aCounterThatWentBackBeganAtZero(received: UInt64, sent: UInt64) {
        var meter = UsageMeter()
        _ = meter.count(Self.count(100, 50), after: .zero)
        #expect(
            meter.count(Self.count(received, sent), after: .zero)
                == UsageAmount(receivedBytes: received, sentBytes: sent))
    }

    @Test func aCallThatIsTakenOverGoesOn() {
        var meter = UsageMeter(continuing: Self.count(1000, 100))
        #expect(meter.count(Self.count(1200, 100), after: .zero) == UsageAmount(receivedBytes: 200))
        var other = UsageMeter(continuing: Self.count(1000, 100))
        #expect(other.count(Self.count(10, 20), after: .zero) == UsageAmount(receivedBytes: 10, sentBytes: 20))
    }

    @Test func partsOfSecondsAddUp() {
        var meter = UsageMeter()
        let seconds = (1...10).reduce(into: UInt64(0)) { sum, _ in
            sum += meter.count(Self.count(0, 0), after: .milliseconds(1300)).seconds
        }
        #expect(seconds == 13)
        #expect(meter.pass(.seconds(-5)).seconds == 0)
    }

    @Test func sumsStopAtTheMost() {
        let most = UsageAmount(receivedBytes: .max, sentBytes: .max, seconds: .max)
        #expect(most + most == most)
        #expect(most.bytes == .max)
    }
}

struct UsageHourTests {
    private static let amount = UsageAmount(receivedBytes: 1000, sentBytes: 100, seconds: 10)

    private static func sum(_ parts: [(number: UInt64, amount: UsageAmount)]) -> UsageAmount {
        parts.reduce(.none) { $0 + $1.amount }
    }

    @Test func withinAnHourItIsOnePart() {
        let parts = UsageHour.split(Self.amount, endingAt: 3 * 3600 + 20)
        #expect(parts.count == 1 && parts[0].number == 3 && parts[0].amount == Self.amount)
        // To its very end, and from its very beginning.
        #expect(UsageHour.split(Self.amount, endingAt: 4 * 3600).map(\.number) == [3])
        #expect(UsageHour.split(Self.amount, endingAt: 3 * 3600 + 10).map(\.number) == [3])
    }

    @Test func atABoundaryTimeDecides() {
        let parts = UsageHour.split(Self.amount, endingAt: 3 * 3600 + 4).sorted { $0.number < $1.number }
        #expect(parts.map(\.number) == [2, 3])
        #expect(parts[0].amount == UsageAmount(receivedBytes: 600, sentBytes: 60, seconds: 6))
        #expect(parts[1].amount == UsageAmount(receivedBytes: 400, sentBytes: 40, seconds: 4))
    }

    @Test(arguments: [1, 7, 3599, 3600, 3601, 7207, 86400, 90000, 1_000_000_007] as [UInt64])
    func nothingIsLostOrMadeUp(seconds: UInt64) {
        let amount = UsageAmount(receivedBytes: 1_000_000_007, sentBytes: 13, seconds: seconds)
        for now in [0, 1, 3599, 3600, 3601, 1_700_000_000, 1_700_002_800] as [UInt64] {
            let parts = UsageHour.split(amount, endingAt: now)
            #expect(Self.sum(parts) == amount)
            #expect(Set(parts.map(\.number)).count == parts.count && parts.count <= 24)
            #expect(parts.allSatisfy { $0.number <= now / 3600 })
        }
    }

    @Test func withoutTimeItIsNow() {
        let parts = UsageHour.split(UsageAmount(receivedBytes: 5), endingAt: 2 * 3600)
        #expect(parts.count == 1 && parts[0].number == 2)
        #expect(UsageHour.split(.none, endingAt: 7).isEmpty)
    }

    @Test func hoursArePutTogether() {
        let amount = UsageAmount(receivedBytes: 1, sentBytes: 2, seconds: 3)
        let hours: [UsageHour: UsageAmount] = [
            UsageHour(number: 23, isRoaming: false): amount, UsageHour(number: 24, isRoaming: false): amount,
            UsageHour(number: 24, isRoaming: true): amount, UsageHour(number: 31 * 24 + 1, isRoaming: false): amount,
        ]
        func starts(_ step: UsageStep, _ firstDay: Int = 1) -> [UInt64] {
            UsagePeriod.periods(hours, by: step, firstDay: firstDay, in: .utc).map { $0.start / 3600 }
        }
        #expect(starts(.hour) == [23, 24, 31 * 24 + 1])
        #expect(starts(.day) == [0, 24, 31 * 24])
        #expect(starts(.month) == [0, 31 * 24])
        #expect(starts(.month, 2) == [0, 24])
        let second = UsagePeriod.periods(hours, by: .hour, firstDay: 1, in: .utc)[1]
        #expect(second.total == UsageTotal(all: amount + amount, roaming: amount))
    }
}
