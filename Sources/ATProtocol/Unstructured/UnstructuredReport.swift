/// How a stick wants the text of USSD, and how it writes it where it is of 7 bits a character.
package enum UnstructuredForm: String, CaseIterable, Sendable {
    /// As it is.
    case plain
    /// Septets packed into octets, those in hexadecimal.
    case packed
    /// Four hexadecimal digits for each unit of UTF-16, as after `AT+CSCS="UCS2"`.
    case ucs2
}

/// What the network says in a USSD dialogue (3GPP TS 27.007, 7.15).
package struct UnstructuredReport: Equatable, Sendable {
    package enum Outcome: Int, CaseIterable, Sendable {
        /// The dialogue is over; a text is its last word, or news nobody asked for.
        case done = 0
        /// The network waits for an answer.
        case answerWanted = 1
        /// Ended by the network. Some firmware says so for an ordinary end, with a text.
        case terminated = 2
        case answeredElsewhere = 3
        case notSupported = 4
        case networkTimeout = 5
    }

    package let outcome: Outcome
    /// May hold any character, lines are divided by line feeds. Nil: none came.
    package let text: String?

    package init(outcome: Outcome, text: String?) {
        self.outcome = outcome
        self.text = text
    }

    /// - Parameters:
    ///   - value: what follows `+CUSD:`, see ``Unsolicited/cusd(_:)``.
    ///   - set: what the stick was told last by `AT+CSCS`. Whether septets are packed is seen from the text.
    /// - Returns: nil if it is no such report.
    package init?(_ value: ArraySlice<UInt8>, characterSet set: CharacterSet = .gsm) { return nil }
}
