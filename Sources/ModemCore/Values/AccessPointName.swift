/// An APN (3GPP TS 23.003, 9.1): labels of letters, digits and hyphens, joined by dots. Safe inside a quoted AT string.
package struct AccessPointName: Equatable, Sendable {
    package let text: String

    /// - Throws: ``InvalidValue`` for anything that is not 1 to 100 such characters. Underscores are let through: they are
    ///   against the rules and in use.
    package init(_ text: String) throws(InvalidValue) {
        guard (1...100).contains(text.utf8.count) else { throw InvalidValue("apn", "must be 1 to 100 characters") }
        guard text.utf8.allSatisfy(Self.isAllowed) else {
            throw InvalidValue("apn", "may contain only letters, digits, '-', '_' and '.'")
        }
        guard !text.split(separator: ".", omittingEmptySubsequences: false).contains("") else {
            throw InvalidValue("apn", "must not begin or end with '.' or contain '..'")
        }
        self.text = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
