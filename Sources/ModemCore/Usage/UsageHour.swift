/// Where usage is put down: one hour, at home or abroad.
package struct UsageHour: Hashable, Sendable {
    package static let length: UInt64 = 3600

    /// Hours since 1970 UTC.
    package let number: UInt64
    package let isRoaming: Bool

    package init(number: UInt64, isRoaming: Bool) {
        self.number = number
        self.isRoaming = isRoaming
    }

    /// When it begins, in seconds since 1970.
    package var start: UInt64 { number &* Self.length }

    /// No interval is put down over more hours than this; nothing is looked at as rarely as that.
    private static let mostHours = 24

    /// Distributes what was used in the last `amount.seconds` over the hours these were in. Nothing is lost by rounding.
    /// - Parameter now: the end of the interval, in seconds since 1970. What the clock showed at its beginning is not
    ///   asked: it may have been set meanwhile.
    package static func split(_ amount: UsageAmount, endingAt now: UInt64) -> [(number: UInt64, amount: UsageAmount)] {
        var parts: [(number: UInt64, amount: UsageAmount)] = []
        var (left, end) = (amount, now)
        while left.seconds > 0, parts.count < mostHours - 1 {
            let inThisHour = end % length == 0 && end > 0 ? length : end % length
            guard left.seconds > inThisHour, end > inThisHour else { break }
            let part = left.share(of: inThisHour)
            parts.append(((end - 1) / length, part))
            left = left.without(part)
            end -= inThisHour
        }
        if left != .none { parts.append((end.subtractingDownToZero(left.seconds > 0 ? 1 : 0) / length, left)) }
        return parts
    }
}

extension UsageAmount {
    /// In proportion to the time.
    fileprivate func share(of part: UInt64) -> UsageAmount {
        let whole = Double(seconds)
        func share(_ bytes: UInt64) -> UInt64 { min(UInt64(Double(bytes) * (Double(part) / whole)), bytes) }
        return UsageAmount(receivedBytes: share(receivedBytes), sentBytes: share(sentBytes), seconds: part)
    }

    fileprivate func without(_ part: UsageAmount) -> UsageAmount {
        UsageAmount(
            receivedBytes: receivedBytes.subtractingDownToZero(part.receivedBytes),
            sentBytes: sentBytes.subtractingDownToZero(part.sentBytes),
            seconds: seconds.subtractingDownToZero(part.seconds))
    }
}
