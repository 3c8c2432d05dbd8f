/// The path of an object: `/` or elements of letters, digits and underscores, each after a slash.
package struct ObjectPath: Hashable, Sendable, CustomStringConvertible {
    package static let root = ObjectPath(unchecked: "/")

    package let text: String

    /// Nil for anything the D-Bus specification does not allow.
    package init?(_ text: String) {
        guard Self.isValid(text.utf8) else { return nil }
        self.text = text
    }

    init(unchecked text: String) { self.text = text }

    package var description: String { text }

    /// True for every path below this one; not for the path itself.
    package func contains(_ other: ObjectPath) -> Bool {
        guard other.text.utf8.count > text.utf8.count else { return false }
        return other.text.hasPrefix(text == "/" ? "/" : text + "/")
    }

    /// The name of the next element on the way from this path down to `other`.
    func child(towards other: ObjectPath) -> Substring? {
        guard contains(other) else { return nil }
        return other.text.dropFirst(text == "/" ? 1 : text.utf8.count + 1).prefix { $0 != "/" }
    }

    private static func isValid(_ bytes: String.UTF8View) -> Bool {
        guard bytes.first == UInt8(ascii: "/") else { return false }
        if bytes.count == 1 { return true }
        var previous = UInt8(0)
        for byte in bytes {
            let isSlash = byte == UInt8(ascii: "/")
            if isSlash ? previous == byte : !isElement(byte) { return false }
            previous = byte
        }
        return previous != UInt8(ascii: "/")
    }

    private static func isElement(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
