import DBus

/// The limit of a SIM in words.
enum LimitText {
    /// Such as `limit: 5 GB a month from day 1 on, 23 % used; a call ends when it is reached`.
    static func text(_ limit: [String: Value]) -> String {
        guard case .uint64(let bytes)? = limit["bytes"]?.unwrapped else { return "no limit" }
        var text = "limit: \(Quantity.bytes(bytes)) a month"
        if case .uint32(let day)? = limit["first-day"]?.unwrapped { text += " from day \(day) on" }
        if case .uint64(let used)? = limit["used"]?.unwrapped, bytes > 0 {
            text += ", \(Int((min(Double(used) / Double(bytes), 99.99) * 100).rounded(.down))) % used"
        }
        if case .boolean(true)? = limit["exceeded"]?.unwrapped { text += ": reached" }
        if limit["action"]?.unwrapped == .string("disconnect") { text += "; no more is used then" }
        return text
    }

    /// A number of bytes as a person writes it: `5000000`, `500MB`, `1.5G`, in powers of 1000. Nil for anything else.
    static func bytes(_ text: String) -> UInt64? {
        let text = text.lowercased().filter { $0 != " " }
        let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        let factors: [String: Double] = [
            "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12, "tb": 1e12,
        ]
        guard let factor = factors[String(text.dropFirst(number.count))] else { return nil }
        if factor == 1 { return UInt64(number) }
        guard let value = Double(number) else { return nil }
        return UInt64(exactly: (value * factor).rounded())
    }
}
