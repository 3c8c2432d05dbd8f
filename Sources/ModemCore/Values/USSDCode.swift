/// A code for a service of the network, such as `*100#` (3GPP TS 22.030, 6.5.2). Safe inside a quoted AT string.
package struct USSDCode: Equatable, Sendable {
    package let text: String

    /// - Throws: ``InvalidValue`` unless it is 1 to 182 digits, `*`, `#` or a leading `+`: what a person can dial. Answers to a
    ///   menu may be words and are no codes.
    package init(_ text: String) throws(InvalidValue) {
        guard (1...182).contains(text.utf8.count) else { throw InvalidValue("code", "must be 1 to 182 characters") }
        let dialled = text.hasPrefix("+") ? text.utf8.dropFirst() : text.utf8[...]
        guard !dialled.isEmpty, dialled.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2a || $0 == 0x23 }) else {
            throw InvalidValue("code", "may contain only digits, '*', '#' and a leading '+'")
        }
        self.text = text
    }
}
