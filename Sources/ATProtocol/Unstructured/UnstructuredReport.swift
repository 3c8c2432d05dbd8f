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
    package init?(_ value: ArraySlice<UInt8>, characterSet set: CharacterSet = .gsm) {
        let comma = value.firstIndex(of: UInt8(ascii: ",")) ?? value.endIndex
        guard let number = ATField(bytes: value[..<comma].trimmed, isQuoted: false).integer,
            let outcome = Outcome(rawValue: number)
        else { return nil }
        let (text, coding) = Self.parts(of: value[comma...].dropFirst())
        self.init(
            outcome: outcome,
            text: text.map { UnstructuredText.decode($0, coding: BroadcastCoding(coding), set: set) })
    }

    /// The text, and its data coding scheme; 15 if there is none.
    private static func parts(of value: ArraySlice<UInt8>) -> (ArraySlice<UInt8>?, UInt8) {
        let quote = UInt8(ascii: "\"")
        let unspecified: UInt8 = 15
        let coding = { (bytes: ArraySlice<UInt8>) in
            ATField(bytes: bytes.trimmed, isQuoted: false).integer.flatMap { UInt8(exactly: $0) } ?? unspecified
        }
        // The text may hold quotes: what counts are the first and the last.
        guard let first = value.firstIndex(of: quote), let last = value.lastIndex(of: quote) else {
            let fields = ATField.split(value)
            guard let text = fields.first?.bytes, !text.isEmpty else { return (nil, unspecified) }
            return (text, fields.dropFirst().first.map { coding($0.bytes) } ?? unspecified)
        }
        guard first < last else { return (value[first...].dropFirst(), unspecified) }
        return (value[(first + 1)..<last], coding(value[last...].dropFirst().trimmed.dropFirst()))
    }
}
