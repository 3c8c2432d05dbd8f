internal import CPosix

/// A clock whose sleeps are timers of the event loop. Use it as `any Clock<Duration>`, so that tests can pass theirs.
///
/// ``monotonic`` stands still while the machine is suspended; ``boottime`` does not, for deadlines that an absence
/// must use up (how long a stick may stay off the bus).
package struct LoopClock: Clock, Sendable {
    /// Nanoseconds since boot, with or without the time spent suspended.
    package struct Instant: InstantProtocol, Sendable {
        package var nanoseconds: UInt64

        package func advanced(by duration: Duration) -> Instant {
            let (seconds, attoseconds) = duration.components
            let delta = seconds &* 1_000_000_000 &+ attoseconds / 1_000_000_000
            return Instant(nanoseconds: UInt64(clamping: Int64(clamping: nanoseconds) &+ delta))
        }

        package func duration(to other: Instant) -> Duration {
            .nanoseconds(Int64(clamping: other.nanoseconds) - Int64(clamping: nanoseconds))
        }

        package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }
    }

    package static let monotonic = LoopClock(countsSuspend: false)
    package static let boottime = LoopClock(countsSuspend: true)

    let countsSuspend: Bool

    package var now: Instant { Instant(nanoseconds: cposix_now_ns(countsSuspend)) }
    package var minimumResolution: Duration { .nanoseconds(1) }

    /// - Parameter tolerance: how much later than `deadline` is early enough, to wake together with other sleepers.
    package func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try await TimerQueue.queue(countsSuspend: countsSuspend).sleep(
            until: deadline, tolerance: tolerance ?? .zero)
    }
}
