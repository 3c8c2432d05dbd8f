/// Reads a command line as a modem does (ITU-T V.250, 5.2.1): basic commands one after the other, extended ones up to `;`.
enum CommandLineScanner {
    private static let leavingExtended = [
        "+CGDATA", "+CMGS", "+CMGW", "+CMGC", "+CNMA", "+ZCMGS", "+FTM", "+FRM", "+FTH", "+FRH", "+CMUX",
    ]

    /// What `line` (without its `AT`) would do that nobody after it could live with, as half a sentence for a person: answer
    /// with CONNECT or a prompt, or give results another form. Nil: it may be sent.
    static func objection(to line: ArraySlice<UInt8>) -> String? {
        var rest = line.drop { $0 == 0x20 || $0 == UInt8(ascii: ";") }
        while let first = rest.first {
            if isLetter(first) {
                let isCall = "DAO".utf8.contains(first & 0xdf)
                if isCall { return leaving }
                if changesResults(rest) { return "must not change the form of results (V, Q, S3, S4)" }
                rest = afterBasic(rest.dropFirst())
            } else if isPrefixOfBasic(rest) {
                rest = afterBasic(rest.dropFirst(2))
            } else {
                let command = extended(rest)
                if leaves(command) { return leaving }
                rest = rest.dropFirst(command.count)
            }
            rest = rest.drop { $0 == 0x20 || $0 == UInt8(ascii: ";") }
        }
        return nil
    }

    private static let leaving = "must not start a call or ask for a message text"

    // `V0` is numbers for words, `Q1` no results at all, S3 and S4 are what ends a line (V.250, 6.2): the next command would
    // wait for an answer in vain.
    private static func changesResults(_ command: ArraySlice<UInt8>) -> Bool {
        let parameter = afterLetter(command)
        switch (command.first ?? 0) & 0xdf {
        case UInt8(ascii: "V"): return !parameter.digits.elementsEqual("1".utf8)
        case UInt8(ascii: "Q"): return parameter.digits.contains { $0 != 0x30 }
        case UInt8(ascii: "S"):
            let register = parameter.digits.drop { $0 == 0x30 }
            return (register.elementsEqual("3".utf8) || register.elementsEqual("4".utf8))
                && parameter.rest.first == UInt8(ascii: "=")
        default: return false
        }
    }

    private static func afterLetter(
        _ command: ArraySlice<UInt8>
    ) -> (digits: ArraySlice<UInt8>, rest: ArraySlice<UInt8>) {
        let number = command.dropFirst().drop { $0 == 0x20 }
        let digits = number.prefix { (0x30...0x39).contains($0) }
        return (digits, number.dropFirst(digits.count).drop { $0 == 0x20 })
    }

    // `&C1`, `\Q3`, `%C0`; but `%IPSYS?` is an extended command.
    private static func isPrefixOfBasic(_ rest: ArraySlice<UInt8>) -> Bool {
        switch rest.first {
        case UInt8(ascii: "&"), UInt8(ascii: "\\"): true
        case UInt8(ascii: "%"): rest.dropFirst(2).first.map { !isLetter($0) } ?? true
        default: false
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte & 0xdf) }

    // A number, and for S registers `=`, `?` and the value.
    private static func afterBasic(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        rest.drop { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "?") || $0 == 0x20 }
    }

    private static func extended(_ rest: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var inQuotes = false
        return rest.prefix { byte in
            if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
            return inQuotes || byte != UInt8(ascii: ";")
        }
    }

    // `+CMGS=?` only asks what the command can do.
    private static func leaves(_ command: ArraySlice<UInt8>) -> Bool {
        let compact = command.filter { $0 != 0x20 }
        // `+++` is what ends a call.
        if compact.starts(with: "++".utf8) { return true }
        return leavingExtended.contains { name in
            guard compact.beginsIgnoringCase(with: name.utf8) else { return false }
            let rest = compact.dropFirst(name.utf8.count)
            let isTest = rest.elementsEqual("=?".utf8) || rest.elementsEqual("?".utf8)
            return !isTest && rest.first.map { !isLetter($0) } ?? true
        }
    }
}
