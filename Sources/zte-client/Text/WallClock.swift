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

    /// `2026-11-23`, in the local time zone.
    static func date(seconds: UInt64) -> String { format(seconds, "%Y-%m-%d", localtime_r) ?? "-" }

    /// When the days between two times begin, in the local time zone; the first is the time itself.
    static func startsOfDays(from: UInt64, to: UInt64) -> [UInt64] {
        var starts: [UInt64] = []
        var next = from
        // No month has more days.
        while next <= to, starts.count < 31 {
            starts.append(next)
            guard var time = time_t(exactly: next) else { break }
            var parts = tm()
            guard localtime_r(&time, &parts) != nil else { break }
            parts.tm_mday += 1
            (parts.tm_hour, parts.tm_min, parts.tm_sec, parts.tm_isdst) = (0, 0, 0, -1)
            guard let following = UInt64(exactly: mktime(&parts)), following > next else { break }
            next = following
        }
        return starts
    }

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
