/// How a stick writes text in answers, and reads it in commands (3GPP TS 27.007, 5.5).
package enum CharacterSet: String, CaseIterable, Sendable {
    /// Characters of the GSM alphabet, one octet each.
    case gsm = "GSM"
    /// ASCII.
    case ira = "IRA"
    /// Four hexadecimal digits for each unit of UTF-16.
    case ucs2 = "UCS2"
}

extension AT {
    /// `AT+CSCS="GSM"`.
    package struct CharacterSetSelection: ATRequest {
        package typealias Reply = Void
        private let set: CharacterSet

        package init(_ set: CharacterSet) { self.set = set }

        package var command: ATCommand { ATCommand("AT+CSCS=", [.constant("\"\(set.rawValue)\"")]) }
    }
}
