/// One entry of the journal in its own protocol: `NAME=value` lines, or the name, a line end, the length as 64 bits with the
/// least significant first, and the value, for values of more than one line (systemd.io, "Native Journal Protocol").
struct JournalRecord: Equatable, Sendable {
    /// Of one value; more of it is cut off.
    static let valueLimit = 4096
    private static let nameLimit = 64

    private(set) var bytes: [UInt8] = []

    /// A name that journald would not take is left out: letters in upper case, digits and underscores, no digit or underscore
    /// in front.
    mutating func append(_ name: String, _ value: String) {
        guard Self.isName(name) else { return }
        let value = Self.bounded(value)
        bytes += Array(name.utf8)
        if value.contains(UInt8(ascii: "\n")) {
            bytes.append(UInt8(ascii: "\n"))
            bytes += (0..<8).map { UInt8(truncatingIfNeeded: UInt64(value.count) >> ($0 * 8)) }
        } else {
            bytes.append(UInt8(ascii: "="))
        }
        bytes += value
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) else { return false }
        return name.utf8.count <= nameLimit
            && name.utf8.allSatisfy {
                (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
            }
    }

    /// Never cut within a character.
    private static func bounded(_ text: String) -> [UInt8] {
        let all = Array(text.utf8)
        guard all.count > valueLimit else { return all }
        var end = valueLimit
        while end > 0, all[end] & 0xc0 == 0x80 { end -= 1 }
        return Array(all[..<end])
    }
}
