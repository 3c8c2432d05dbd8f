/// One command of a command line (ITU-T V.250, 5.3 and 5.4).
enum ATCommand: Equatable, Sendable {
    /// A letter with a number, `E0`; the number is 0 when left out.
    case basic(Character, Int)
    /// `&F`.
    case ampersand(Character, Int)
    /// `S0=0`, or `S0?` with nil.
    case register(Int, Int?)
    /// `D` and everything behind it.
    case dial(String)
    /// `+CPIN="1234"`; the name in capitals, with its sign.
    case extended(String, Operation)
    /// Not a command at all: ends the line with an error.
    case malformed

    enum Operation: Equatable, Sendable {
        case execute
        case read
        case test
        /// Parameters without their quotes; what was left out is empty.
        case set([String])
    }

    /// Splits what follows `AT` in a command line. Total: whatever does not parse becomes ``malformed``, last.
    static func parse(_ body: some Collection<UInt8>) -> [ATCommand] {
        var rest = Array(body)[...]
        var commands: [ATCommand] = []
        while let command = next(&rest) {
            commands.append(command)
            if command == .malformed { break }
        }
        return commands
    }

    private static func next(_ rest: inout ArraySlice<UInt8>) -> ATCommand? {
        rest = rest.drop { $0 == Ascii.space || $0 == Ascii.semicolon }
        guard let first = rest.first else { return nil }
        switch Ascii.upper(first) {
        case UInt8(ascii: "+"), UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "*"):
            return extended(&rest)
        case UInt8(ascii: "D"):
            defer { rest = [] }
            return .dial(String(decoding: rest.dropFirst(), as: UTF8.self))
        case UInt8(ascii: "S"):
            rest.removeFirst()
            return register(&rest)
        case UInt8(ascii: "&"):
            rest.removeFirst()
            guard let letter = takeLetter(&rest) else { return .malformed }
            return .ampersand(letter, takeNumber(&rest) ?? 0)
        default:
            guard let letter = takeLetter(&rest) else { return .malformed }
            return .basic(letter, takeNumber(&rest) ?? 0)
        }
    }

    private static func register(_ rest: inout ArraySlice<UInt8>) -> ATCommand {
        guard let number = takeNumber(&rest), let sign = rest.popFirst() else { return .malformed }
        switch sign {
        case UInt8(ascii: "="):
            guard let value = takeNumber(&rest) else { return .malformed }
            return .register(number, value)
        case UInt8(ascii: "?"): return .register(number, nil)
        default: return .malformed
        }
    }

    private static func extended(_ rest: inout ArraySlice<UInt8>) -> ATCommand {
        let end = endOfExtended(rest)
        let text = rest[..<end]
        rest = rest[end...]
        let nameEnd = text.firstIndex { $0 == Ascii.equals || $0 == Ascii.question } ?? text.endIndex
        let name = String(decoding: text[..<nameEnd].map(Ascii.upper), as: UTF8.self)
            .filter { $0 != " " }
        let tail = text[nameEnd...]
        switch tail.first {
        case nil: return .extended(name, .execute)
        case Ascii.question: return tail.count == 1 ? .extended(name, .read) : .malformed
        default:
            let value = tail.dropFirst()
            if value.first == Ascii.question, value.count == 1 { return .extended(name, .test) }
            return .extended(name, .set(parameters(value)))
        }
    }

    /// A semicolon inside quotes belongs to the string.
    private static func endOfExtended(_ text: ArraySlice<UInt8>) -> Int {
        var quoted = false
        for index in text.indices {
            if text[index] == Ascii.quote { quoted.toggle() }
            if text[index] == Ascii.semicolon && !quoted { return index }
        }
        return text.endIndex
    }

    private static func parameters(_ text: ArraySlice<UInt8>) -> [String] {
        var parameters: [[UInt8]] = [[]]
        var quoted = false
        for byte in text {
            switch byte {
            case Ascii.quote: quoted.toggle()
            case Ascii.comma where !quoted: parameters.append([])
            case Ascii.space where !quoted: break
            default: parameters[parameters.endIndex - 1].append(byte)
            }
        }
        return parameters.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func takeLetter(_ rest: inout ArraySlice<UInt8>) -> Character? {
        guard let byte = rest.first.map(Ascii.upper), (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) else {
            return nil
        }
        rest.removeFirst()
        return Character(UnicodeScalar(byte))
    }

    private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> Int? {
        let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest[digits.endIndex...]
        return Int(String(decoding: digits, as: UTF8.self))
    }
}

enum Ascii {
    static let lineFeed: UInt8 = 10
    static let carriageReturn: UInt8 = 13
    static let controlZ: UInt8 = 26
    static let escape: UInt8 = 27
    static let space: UInt8 = 32
    static let quote = UInt8(ascii: "\"")
    static let comma = UInt8(ascii: ",")
    static let semicolon = UInt8(ascii: ";")
    static let equals = UInt8(ascii: "=")
    static let question = UInt8(ascii: "?")

    static func upper(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) ? byte - 32 : byte
    }
}
