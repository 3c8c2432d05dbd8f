/// Numbers as a person reads them.
enum Quantity {
    /// `512 B`, `1.5 kB`, `23.4 MB`: powers of 1000, one decimal.
    static func bytes(_ count: UInt64) -> String {
        guard count >= 1000 else { return "\(count) B" }
        var value = Double(count)
        var unit = ""
        for next in ["kB", "MB", "GB", "TB", "PB", "EB"] where value >= 999.95 || unit.isEmpty {
            value /= 1000
            unit = next
        }
        return decimal((value * 10).rounded() / 10) + " " + unit
    }

    /// Without a fraction that is zero.
    static func decimal(_ value: Double) -> String {
        if let whole = Int64(exactly: value) { return String(whole) }
        return value.description
    }

    /// `45 s`, `3 min 5 s`, `2 h 10 min`, `4 d 3 h`.
    static func span(seconds: UInt64) -> String {
        switch seconds {
        case 0..<60: "\(seconds) s"
        case 60..<3600: "\(seconds / 60) min \(seconds % 60) s"
        case 3600..<86400: "\(seconds / 3600) h \(seconds / 60 % 60) min"
        default: "\(seconds / 86400) d \(seconds / 3600 % 24) h"
        }
    }
}
