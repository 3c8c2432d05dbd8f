/// How much went over connections, and for how long they were up.
package struct UsageCount: Equatable, Sendable {
    package var receivedBytes: UInt64 = 0
    package var sentBytes: UInt64 = 0
    /// Seconds of connection.
    package var seconds: UInt64 = 0

    package init(receivedBytes: UInt64 = 0, sentBytes: UInt64 = 0, seconds: UInt64 = 0) {
        self.receivedBytes = receivedBytes
        self.sentBytes = sentBytes
        self.seconds = seconds
    }

    /// Both ways: what operators bill.
    package var bytes: UInt64 { receivedBytes &+ sentBytes }

    package var isEmpty: Bool { self == UsageCount() }

    package static func + (left: UsageCount, right: UsageCount) -> UsageCount {
        UsageCount(
            receivedBytes: left.receivedBytes &+ right.receivedBytes, sentBytes: left.sentBytes &+ right.sentBytes,
            seconds: left.seconds &+ right.seconds)
    }
}

/// Where a count is kept: hours are short enough for any zone's midnight, and long enough to be few.
package struct UsageSlot: Hashable, Sendable {
    /// The opaque identifier of the SIM.
    package let sim: String
    /// Hours since 1970 UTC.
    package let hour: UInt64
    package let isRoaming: Bool

    package init(sim: String, hour: UInt64, isRoaming: Bool) {
        self.sim = sim
        self.hour = hour
        self.isRoaming = isRoaming
    }
}
