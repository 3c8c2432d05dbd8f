/// What follows ATD for a packet call, such as `*99***1#` (3GPP TS 27.007, 10.2.1.1).
package struct DialNumber: Equatable, Sendable {
    package let text: String

    /// - Throws: ``InvalidValue`` unless it is 1 to 40 digits, `*`, `#` or a leading `+`.
    package init(_ text: String) throws(InvalidValue) {
        guard (1...40).contains(text.utf8.count) else { throw InvalidValue("number", "must be 1 to 40 characters") }
        let digits = text.hasPrefix("+") ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2a || $0 == 0x23 }) else {
            throw InvalidValue("number", "may contain only digits, '*', '#' and a leading '+'")
        }
        self.text = text
    }

    /// The packet call of one context.
    package init(context: Int) { text = "*99***\(context)#" }

    private init(form: String) { text = form }

    /// The packet call without a word about its context.
    package static let packetService = DialNumber(form: "*99#")
}
