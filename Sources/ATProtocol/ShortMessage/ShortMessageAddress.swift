/// Who a message is from or for (3GPP TS 23.040, 9.1.2.5).
package struct ShortMessageAddress: Hashable, Sendable {
    /// Type of number.
    package enum Kind: UInt8, CaseIterable, Sendable {
        case unknown = 0
        case international = 1
        case national = 2
        case networkSpecific = 3
        case subscriber = 4
        case alphanumeric = 5
        case abbreviated = 6
        case reserved = 7
    }

    package let kind: Kind
    /// `+491701234567`, `22122`, `*100#`; for ``Kind/alphanumeric`` a name such as `Vodafone`, which may hold any character
    /// of the GSM alphabet: not to be trusted in a terminal. May be empty.
    package let text: String

    /// A number that a message may be sent to.
    /// - Throws: ``SubmitError/invalidNumber`` unless it is 1 to 20 digits, `*` and `#`, with a `+` at most in front.
    ///   Blanks and hyphens are not let through.
    package init(number: String) throws(SubmitError) {
        let isInternational = number.utf8.first == UInt8(ascii: "+")
        let digits = isInternational ? number.utf8.dropFirst() : number.utf8[...]
        let isValid = digits.allSatisfy {
            (0x30...0x39).contains($0) || !isInternational && ($0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "#"))
        }
        guard (1...Self.maximumDigits).contains(digits.count), isValid else { throw .invalidNumber }
        self.init(kind: isInternational ? .international : .unknown, text: number)
    }

    init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    static let maximumDigits = 20
}
