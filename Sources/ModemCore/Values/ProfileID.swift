/// What a profile is called: in the setting `profile` of Connect, in its object path and as its file, which is why it is made
/// of letters, digits and underscores alone.
package struct ProfileID: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let text: String

    /// - Throws: ``InvalidValue`` unless it is 1 to 64 such characters.
    package init(_ text: String) throws(InvalidValue) {
        guard (1...64).contains(text.utf8.count) else { throw InvalidValue("id", "must be 1 to 64 characters") }
        guard text.utf8.allSatisfy(Self.isAllowed) else {
            throw InvalidValue("id", "may contain only letters, digits and '_'")
        }
        self.text = text
    }

    /// For profiles that nobody has given a name.
    package init(number: Int) { text = String(number.magnitude) }

    package var description: String { text }

    package static func < (left: ProfileID, right: ProfileID) -> Bool { left.text < right.text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
