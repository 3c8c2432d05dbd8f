/// Which network: mobile country and network code as one string (3GPP TS 23.003, 2.2), such as `26201`.
package struct OperatorCode: Hashable, Sendable {
    package let digits: String

    /// - Throws: ``InvalidValue`` unless it is 5 or 6 digits.
    package init(_ text: String) throws(InvalidValue) {
        guard (5...6).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw InvalidValue("operator", "must be 5 or 6 digits")
        }
        digits = text
    }
}
