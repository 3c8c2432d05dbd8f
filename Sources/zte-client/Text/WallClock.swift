import Glibc

/// The time of day, in words.
struct WallClock {
    /// Nanoseconds since 1970 UTC.
    let nanoseconds: UInt64

    static var now: WallClock {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return WallClock(nanoseconds: UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec))
    }

    init(nanoseconds: UInt64) { self.nanoseconds = nanoseconds }

    var seconds: UInt64 { nanoseconds / 1_000_000_000 }

    /// `17:04:05.250`, in the local time zone.
    var timeOfDay: String { (Self.format(seconds, "%H:%M:%S", localtime_r) ?? "-") + "." + milliseconds }

    /// `2026-11-23T17:04:05.250Z`.
    var iso8601: String { (Self.format(seconds, "%Y-%m-%dT%H:%M:%S", gmtime_r) ?? "") + "." + milliseconds + "Z" }

    /// `2026-11-23 17:04:05`, in the local time zone; nil for a year no calendar has.
    static func dateAndTime(seconds: UInt64) -> String? { format(seconds, "%Y-%m-%d %H:%M:%S", localtime_r) }

    private var milliseconds: String {
        let text = String(nanoseconds / 1_000_000 % 1000)
        return String(repeating: "0", count: 3 - text.count) + text
    }

    private typealias Calendar = (UnsafePointer<time_t>, UnsafeMutablePointer<tm>) -> UnsafeMutablePointer<tm>?

    private static func format(_ seconds: UInt64, _ format: String, _ calendar: Calendar) -> String? {
        guard var time = time_t(exactly: seconds) else { return nil }
        var parts = tm()
        guard calendar(&time, &parts) != nil else { return nil }
        var text = [CChar](repeating: 0, count: 64)
        let length = strftime(&text, text.count, format, &parts)
        return String(decoding: text.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
