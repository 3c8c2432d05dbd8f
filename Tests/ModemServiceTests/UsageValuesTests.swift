import DBus
import ModemAPI
import ModemCore
import Testing

@testable import ModemService

/// What SetLimit takes, and what the objects of SIMs show.
struct UsageValuesTests {
    @Test func aLimitIsRead() throws {
        #expect(try UsageLimit.limit(bus: [:]) == nil)
        #expect(
            try UsageLimit.limit(bus: ["bytes": .uint64(5)])
                == UsageLimit(bytes: 5, firstDay: 1, action: .warn))
        let all: [String: Value] = [
            "bytes": .variant(.uint64(5)), "first-day": .uint32(28), "action": .string("disconnect"),
        ]
        #expect(try UsageLimit.limit(bus: all) == UsageLimit(bytes: 5, firstDay: 28, action: .disconnect))
    }

    @Test(
        arguments: [
            (["action": .string("warn")], "bytes"), (["bytes": .uint32(5)], "bytes"), (["bytes": .uint64(0)], "bytes"),
            (["bytes": .uint64(.max)], "bytes"), (["bytes": .uint64(5), "first-day": .uint32(29)], "first-day"),
            (["bytes": .uint64(5), "first-day": .uint64(1)], "first-day"),
            (["bytes": .uint64(5), "action": .string("")], "action"),
            (["bytes": .uint64(5), "action": .boolean(true)], "action"), (["a\u{1b}": .uint64(5)], "a"),
        ] as [([String: Value], String)])
    func aBadOneIsNamed(settings: [String: Value], key: String) {
        let error = #expect(throws: BusError.self) { try UsageLimit.limit(bus: settings) }
        #expect(error?.name == ErrorName.invalidArguments.name)
        #expect(error?.message.contains(key) == true)
    }

    @Test func whatWasUsedIsShown() throws {
        let amount = UsageAmount(receivedBytes: 700, sentBytes: 300, seconds: 9)
        let total = UsageTotal(all: amount, roaming: UsageAmount(receivedBytes: 1, sentBytes: 2, seconds: 3))
        let period = UsagePeriod(start: 86400, total: total)
        let expected: [String: Value] = [
            "time": .uint64(86400), "rx-bytes": .uint64(700), "tx-bytes": .uint64(300), "seconds": .uint64(9),
            "roaming-rx-bytes": .uint64(1), "roaming-tx-bytes": .uint64(2),
        ]
        #expect(period.busSettings == expected)
        let limit = try UsageLimit(bytes: 1000, firstDay: 2)
        let values = UsageSummary(today: period, month: period, limit: limit).busProperties
        #expect(values[UsageInterface.today]?.mapValues(\.unwrapped) == expected)
        #expect(
            values[UsageInterface.limit]?.mapValues(\.unwrapped) == [
                "bytes": .uint64(1000), "first-day": .uint32(2), "action": .string("warn"), "used": .uint64(1000),
                "exceeded": .boolean(true),
            ])
        #expect(UsageSummary(today: period, month: period, limit: nil).busProperties[UsageInterface.limit] == [:])
    }
}
