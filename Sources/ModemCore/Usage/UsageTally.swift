/// What one call has used since it was looked at last, from the kernel's counters of its interface.
package struct UsageTally: Sendable {
    private var last: LinkCount?
    private var rest: Duration = .zero

    package init() {}

    /// A call that is taken over from a service that has ended goes on from what that one had written down.
    package init(continuing count: LinkCount) { last = count }

    /// - Parameter elapsed: of the call since the last look.
    package mutating func look(_ count: LinkCount, elapsed: Duration) -> UsageCount {
        defer { last = count }
        // Seconds are whole in the book; what is over comes with the next one.
        rest += elapsed
        let seconds = UInt64(max(rest.components.seconds, 0))
        rest -= .seconds(Int64(seconds))
        // An interface of the same name that has counted less is another one.
        guard let last, count.receivedBytes >= last.receivedBytes, count.sentBytes >= last.sentBytes else {
            return UsageCount(receivedBytes: count.receivedBytes, sentBytes: count.sentBytes, seconds: seconds)
        }
        return UsageCount(
            receivedBytes: count.receivedBytes - last.receivedBytes, sentBytes: count.sentBytes - last.sentBytes,
            seconds: seconds)
    }
}
