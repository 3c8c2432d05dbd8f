/// Where a text message goes: the address of a subscriber as it is dialled (3GPP TS 23.040, 9.1.2.5), such as
/// `+491701234567`. Safe inside a quoted AT string.
package struct PhoneNumber: Equatable, Sendable {
    /// Without the `+`.
    package let digits: String
    /// With the country code: a leading `+`.
    package let isInternational: Bool

    /// - Throws: ``InvalidValue`` unless it is 3 to 20 digits with a leading `+` or none. Spaces and hyphens are for people:
    ///   who dials takes them out.
    package init(_ text: String) throws(InvalidValue) {
        let isInternational = text.hasPrefix("+")
        let digits = isInternational ? text.dropFirst() : text[...]
        guard (3...20).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw InvalidValue("number", "must be 3 to 20 digits with a leading '+' or none")
        }
        self.digits = String(digits)
        self.isInternational = isInternational
    }

    /// As it is dialled.
    package var text: String { isInternational ? "+" + digits : digits }
}
