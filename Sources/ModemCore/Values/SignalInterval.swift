/// How often somebody wants the signal read.
package struct SignalInterval: Comparable, Sendable {
    package static let range: ClosedRange<UInt32> = 1...3600
    package let seconds: UInt32

    /// - Throws: ``InvalidValue`` outside of ``range``.
    package init(seconds: UInt32) throws(InvalidValue) {
        guard Self.range.contains(seconds) else {
            throw InvalidValue("seconds", "must be 1 to 3600, or 0 for no wish")
        }
        self.seconds = seconds
    }

    package var duration: Duration { .seconds(Int64(seconds)) }

    package static func < (left: SignalInterval, right: SignalInterval) -> Bool { left.seconds < right.seconds }
}
