/// A line nobody asked for. Text is cleaned and at most 128 characters long.
package enum Unsolicited: Equatable, Sendable {
    /// Registration in the circuit-switched, packet and EPS domain.
    case creg(RegistrationUpdate)
    case cgreg(RegistrationUpdate)
    case cereg(RegistrationUpdate)
    /// ZTE: the access technology has changed. Nil: a word we do not know.
    case zpasr(AccessTechnology?)
    /// ZTE: the state of the SIM or of its message memory. Some firmware floods with it.
    case zusimr(String)
    /// ZTE: the operator has changed.
    case zdonr(OperatorChange)
    /// ZTE: a call has ended.
    case zend(String)
    /// ZTE: a menu of the SIM toolkit.
    case zpstm(String)
    case cpin(SIMState)
    /// The network has told the time, or at least a zone.
    case ctzv
    /// A message has been stored; a delivery report has been stored.
    case cmti(storage: String, index: Int)
    case cdsi(storage: String, index: Int)
    /// A message, or a delivery report, that the stick has not stored: whoever gets this has the only copy.
    case cmt(RawMessage)
    case cds(RawMessage)
    /// What follows `+CUSD:`, as it came, with the line ends inside its quotes; ``UnstructuredReport`` reads it.
    case cusd(ArraySlice<UInt8>)
    case ring
    case noCarrier
    /// The firmware says that it has just started: what it was told before may be forgotten.
    case started
    case other(String)

    init(_ line: ArraySlice<UInt8>) {
        self = Self.plain(line) ?? Self.prefixed(line) ?? .other(ModemText.clean(line))
    }

    var isKnown: Bool {
        if case .other = self { return false }
        return true
    }

    private static func plain(_ line: ArraySlice<UInt8>) -> Unsolicited? {
        switch line.first {
        case UInt8(ascii: "R"): line.elementsEqual("RING".utf8) ? .ring : nil
        case UInt8(ascii: "N"): line.elementsEqual("NO CARRIER".utf8) ? .noCarrier : nil
        case UInt8(ascii: "^"): startLines.contains(where: { line.beginsIgnoringCase(with: $0.utf8) }) ? .started : nil
        default: nil
        }
    }

    /// What firmware of several makers says when it starts. Some says it again and again: a reason to ask, no proof.
    private static let startLines = ["^BOOT:", "^SYSSTART"]

    private static func prefixed(_ line: ArraySlice<UInt8>) -> Unsolicited? {
        guard line.first == UInt8(ascii: "+"), let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        // Before anything is made of it: a stick may send a hundred thousand lines a second.
        let name = line[line.index(after: line.startIndex)..<colon]
        guard (4...longestName).contains(name.count) else { return nil }
        let rest = line[(colon + 1)...].trimmed
        switch String(decoding: name.map(asciiUppercased), as: UTF8.self) {
        case "CREG": return RegistrationUpdate(unsolicited: rest).map(Unsolicited.creg)
        case "CGREG": return RegistrationUpdate(unsolicited: rest).map(Unsolicited.cgreg)
        case "CEREG": return RegistrationUpdate(unsolicited: rest).map(Unsolicited.cereg)
        case "ZPASR": return .zpasr(ATField.split(rest).first.flatMap { AccessTechnology(word: $0.text) })
        case "ZUSIMR": return .zusimr(ModemText.clean(rest))
        case "ZDONR": return .zdonr(OperatorChange(ATField.split(rest)))
        case "ZEND": return .zend(ModemText.clean(rest))
        case "ZPSTM": return .zpstm(ModemText.clean(rest))
        case "CPIN": return SIMState(words: ATField.split(rest).first?.text ?? "").map(Unsolicited.cpin)
        case "CTZV": return .ctzv
        case "CMTI": return stored(rest).map { .cmti(storage: $0, index: $1) }
        case "CDSI": return stored(rest).map { .cdsi(storage: $0, index: $1) }
        case "CUSD": return .cusd(rest)
        case "CRING": return .ring
        default: return nil
        }
    }

    private static let longestName = "ZUSIMR".utf8.count

    private static func stored(_ rest: ArraySlice<UInt8>) -> (storage: String, index: Int)? {
        let fields = ATField.split(rest)
        guard fields.count >= 2, let index = fields[1].integer else { return nil }
        return (fields[0].text, index)
    }
}

/// `+ZDONR: "Orange",234,33,"CS_PS","ROAM_OFF"`: the network the stick is on, or `"Not Found"`.
package struct OperatorChange: Equatable, Sendable {
    package let name: String
    /// Mobile country and network code as one string, such as `23433`. Empty: no network.
    package let code: String
    /// Nil: not said.
    package let isRoaming: Bool?

    package init(name: String, code: String, isRoaming: Bool?) {
        self.name = name
        self.code = code
        self.isRoaming = isRoaming
    }

    init(_ fields: [ATField]) {
        let codes = fields.dropFirst().prefix(2).map(\.text)
        let isCode =
            codes.count == 2 && codes.allSatisfy { (1...3).contains($0.utf8.count) && $0.allSatisfy(\.isDigit) }
        code = isCode ? codes[0] + (codes[1].utf8.count == 1 ? "0" : "") + codes[1] : ""
        name = isCode ? fields[0].text : ""
        switch fields.dropFirst(4).first?.text.uppercased() {
        case "ROAM_ON": isRoaming = true
        case "ROAM_OFF": isRoaming = false
        default: isRoaming = nil
        }
    }
}

extension Character {
    /// 0 to 9 and nothing else that Unicode calls a digit.
    var isDigit: Bool { asciiValue.map { (0x30...0x39).contains($0) } ?? false }
}
