/// One command line: what goes over the wire, how long the answer may take, and how to know the answer.
///
/// Made of literals of this module and checked ``ATParameter`` values only; the one door for text from outside is
/// ``userSupplied(_:deadline:)``. Its carriage return is the only one and the last byte.
package struct ATCommand: Equatable, Sendable {
    /// What can end the command besides OK and the errors.
    package enum Kind: Equatable, Sendable {
        case ordinary
        /// A call: also CONNECT, NO CARRIER, BUSY, NO DIALTONE, NO ANSWER. Elsewhere these are no answers: some modems
        /// report the end of a call on every port.
        case call
        /// Takes minutes, and ends when a character is sent (ITU-T V.250, 5.6.1). It answers like an ordinary one.
        case abortable
    }

    /// Which lines belong to the answer; all others are unsolicited.
    package struct Answer: Equatable, Sendable {
        /// Such as `+CSQ:`; compared in any case of its letters.
        let prefixes: [String]
        /// Lines without a prefix belong to it too, as the one of `AT+CGMM`.
        let takesBareLines: Bool
        /// Every line that is not a known unsolicited one.
        let takesEverything: Bool

        package static let nothing = Answer(prefixes: [], takesBareLines: false, takesEverything: false)
        package static let everything = Answer(prefixes: [], takesBareLines: true, takesEverything: true)

        package static func lines(_ prefixes: StaticString..., bare: Bool = false) -> Answer {
            Answer(prefixes: prefixes.map(\.description), takesBareLines: bare, takesEverything: false)
        }
    }

    /// Without the carriage return.
    let line: [UInt8]
    package let answer: Answer
    package let kind: Kind
    /// Counted from the moment it is written. The defaults leave room for what 27.007 commands take in practice.
    package let deadline: Duration
    /// For logs: the command with each secret replaced by dots.
    package let logText: String
    /// Holds a secret: its bytes and its echo must not be logged.
    package let isSecret: Bool

    /// Sent after the `> ` prompt, with the Ctrl-Z that ends it. Nil: the command has no prompt.
    package private(set) var body: [UInt8]?
    /// Counted from the moment the body is written; ``deadline`` is that of the prompt then.
    package private(set) var bodyDeadline = Duration.zero

    package var bytes: [UInt8] { line + [0x0d] }

    /// - Parameters:
    ///   - verb: with `AT`, and with the `=` if parameters follow: `AT+CFUN=`.
    ///   - parameters: joined by commas.
    package init(
        _ verb: StaticString, _ parameters: [ATParameter] = [], answer: Answer = .nothing, kind: Kind = .ordinary,
        deadline: Duration = .seconds(3)
    ) {
        let joined = parameters.map(\.bytes).joined(separator: [UInt8(ascii: ",")])
        line = Array(verb.description.utf8) + joined
        let shown = parameters.map { $0.isSecret ? Self.mask : String(decoding: $0.bytes, as: UTF8.self) }
        logText = verb.description + shown.joined(separator: ",")
        isSecret = parameters.contains(where: \.isSecret)
        self.answer = answer
        self.kind = kind
        self.deadline = deadline
    }

    /// The command with a PDU to be sent at the prompt.
    /// - Parameter deadline: for the final result; the network may take most of a minute before the modem gives up.
    /// - Throws: ``ATSyntaxError`` unless the PDU is 1 to 512 hexadecimal digits.
    package func prompting(pdu: String, deadline: Duration = .seconds(60)) throws(ATSyntaxError) -> ATCommand {
        guard (1...512).contains(pdu.utf8.count), pdu.utf8.allSatisfy({ ATField.hexDigit($0) != nil }) else {
            throw ATSyntaxError("must be 1 to 512 hexadecimal digits")
        }
        var copy = self
        copy.body = Array(pdu.utf8) + [0x1a]
        copy.bodyDeadline = deadline
        return copy
    }

    static let mask = "••••"

    private init(userSupplied line: [UInt8], deadline: Duration) {
        self.line = line
        let text = String(decoding: line, as: UTF8.self)
        let name = text.prefix { $0 != "=" && $0 != "\"" }
        logText = name.count == text.count ? text : name + "=" + Self.mask
        isSecret = true
        answer = .everything
        kind = .ordinary
        self.deadline = deadline
    }

    /// A command typed by an administrator. What it holds is taken for secret.
    /// - Throws: ``ATSyntaxError`` unless it is 2 to 256 printable ASCII characters, begins with `AT`, and stays in command
    ///   mode: no call (`D`, `A`, `O`, `+CGDATA`) and no command that asks for a message text, both of which would take
    ///   the port away from all others; nor results of another form (`V0`, `Q1`).
    package static func userSupplied(_ text: String, deadline: Duration) throws(ATSyntaxError) -> ATCommand {
        let bytes = Array(text.utf8)
        guard (2...256).contains(bytes.count) else { throw ATSyntaxError("must be 2 to 256 characters") }
        guard bytes.allSatisfy({ (0x20...0x7e).contains($0) }) else { throw ATSyntaxError("must be printable ASCII") }
        guard bytes.beginsIgnoringCase(with: "AT".utf8) else { throw ATSyntaxError("must begin with AT") }
        if let objection = CommandLineScanner.objection(to: bytes.dropFirst(2)) { throw ATSyntaxError(objection) }
        return ATCommand(userSupplied: bytes, deadline: deadline)
    }
}
