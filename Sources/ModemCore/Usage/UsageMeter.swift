/// Turns what the kernel has counted on the interface of one call into what is new since the last look.
package struct UsageMeter: Equatable, Sendable {
    private var last: LinkCount?
    private var rest: Duration = .zero

    /// - Parameter counted: what was put down of this interface already; nil for one that is new.
    package init(continuing counted: LinkCount? = nil) { last = counted }

    /// What came since the last look. A counter that went back belongs to a new interface, and began at zero.
    /// - Parameter elapsed: since the last look, by a clock that nobody sets.
    package mutating func count(_ now: LinkCount, after elapsed: Duration) -> UsageAmount {
        let before = last.flatMap { $0.isPassed(by: now) ? $0 : nil }
        last = now
        var amount = pass(elapsed)
        amount.receivedBytes = now.receivedBytes - (before?.receivedBytes ?? 0)
        amount.sentBytes = now.sentBytes - (before?.sentBytes ?? 0)
        return amount
    }

    /// Time over which nothing is known of bytes. What is less than a second counts with the next.
    package mutating func pass(_ elapsed: Duration) -> UsageAmount {
        rest += max(elapsed, .zero)
        let seconds = rest.components.seconds
        rest -= .seconds(seconds)
        return UsageAmount(seconds: UInt64(clamping: seconds))
    }
}

extension LinkCount {
    fileprivate func isPassed(by later: LinkCount) -> Bool {
        later.receivedBytes >= receivedBytes && later.sentBytes >= sentBytes
    }
}
