/// What went over a connection, and for how long it was there.
package struct UsageAmount: Equatable, Sendable {
    package var receivedBytes: UInt64
    package var sentBytes: UInt64
    /// Of connection.
    package var seconds: UInt64

    package static let none = UsageAmount()

    package init(receivedBytes: UInt64 = 0, sentBytes: UInt64 = 0, seconds: UInt64 = 0) {
        self.receivedBytes = receivedBytes
        self.sentBytes = sentBytes
        self.seconds = seconds
    }

    /// Both directions, as operators count them.
    package var bytes: UInt64 { receivedBytes.addingUpToTheMost(sentBytes) }

    package static func + (left: UsageAmount, right: UsageAmount) -> UsageAmount {
        UsageAmount(
            receivedBytes: left.receivedBytes.addingUpToTheMost(right.receivedBytes),
            sentBytes: left.sentBytes.addingUpToTheMost(right.sentBytes),
            seconds: left.seconds.addingUpToTheMost(right.seconds))
    }

    package static func += (left: inout UsageAmount, right: UsageAmount) { left = left + right }
}

extension UInt64 {
    func addingUpToTheMost(_ other: UInt64) -> UInt64 {
        let (sum, isTooMuch) = addingReportingOverflow(other)
        return isTooMuch ? .max : sum
    }

    package func subtractingDownToZero(_ other: UInt64) -> UInt64 { self > other ? self - other : 0 }
}

/// What was used in some time, and how much of it in foreign networks.
package struct UsageTotal: Equatable, Sendable {
    /// Everything, at home and abroad.
    package var all = UsageAmount.none
    /// The part of it that was used in foreign networks.
    package var roaming = UsageAmount.none

    package init(all: UsageAmount = .none, roaming: UsageAmount = .none) {
        self.all = all
        self.roaming = roaming
    }

    package mutating func add(_ amount: UsageAmount, isRoaming: Bool) {
        all += amount
        if isRoaming { roaming += amount }
    }
}
