import DBus

/// What was used in one day or month, as the service tells it.
struct UsageRow: Equatable {
    /// When it began, in seconds since 1970.
    let time: UInt64
    var received: UInt64 = 0
    var sent: UInt64 = 0
    /// Of connection.
    var seconds: UInt64 = 0
    /// Both directions, in foreign networks; part of the others.
    var roaming: UInt64 = 0

    init(time: UInt64) { self.time = time }

    init(_ settings: [String: Value]) {
        func number(_ key: String) -> UInt64 {
            if case .uint64(let number)? = settings[key]?.unwrapped { number } else { 0 }
        }
        time = number("time")
        (received, sent, seconds) = (number("rx-bytes"), number("tx-bytes"), number("seconds"))
        roaming = Self.sum(number("roaming-rx-bytes"), number("roaming-tx-bytes"))
    }

    var bytes: UInt64 { Self.sum(received, sent) }

    static func + (left: UsageRow, right: UsageRow) -> UsageRow {
        var sum = UsageRow(time: left.time)
        sum.received = Self.sum(left.received, right.received)
        sum.sent = Self.sum(left.sent, right.sent)
        sum.seconds = Self.sum(left.seconds, right.seconds)
        sum.roaming = Self.sum(left.roaming, right.roaming)
        return sum
    }

    /// One row for each of the days that begin at `starts`, also for those in which nothing was used.
    static func filled(_ rows: [UsageRow], starts: [UInt64]) -> [UsageRow] {
        let known = Dictionary(rows.map { ($0.time, $0) }) { $0 + $1 }
        let times = Set(starts).union(known.keys)
        return times.sorted().map { known[$0] ?? UsageRow(time: $0) }
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let (sum, isTooMuch) = left.addingReportingOverflow(right)
        return isTooMuch ? .max : sum
    }
}
