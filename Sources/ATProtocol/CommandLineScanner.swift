/// Reads a command line as a modem does (ITU-T V.250, 5.2.1): basic commands one after the other, extended ones up to `;`.
enum CommandLineScanner {
    private static let leavingExtended = ["+CGDATA", "+CMGS", "+CMGW", "+CMGC", "+CNMA", "+ZCMGS"]

    /// Whether nothing in `line` (without its `AT`) answers with CONNECT or a prompt.
    static func staysInCommandMode(_ line: ArraySlice<UInt8>) -> Bool {
        var rest = line.drop { $0 == 0x20 || $0 == UInt8(ascii: ";") }
        while let first = rest.first {
            if isLetter(first) {
                let isCall = "DAO".utf8.contains(first & 0xdf)
                if isCall { return false }
                rest = afterBasic(rest.dropFirst())
            } else if isPrefixOfBasic(rest) {
                rest = afterBasic(rest.dropFirst(2))
            } else {
                let command = extended(rest)
                if leaves(command) { return false }
                rest = rest.dropFirst(command.count)
            }
            rest = rest.drop { $0 == 0x20 || $0 == UInt8(ascii: ";") }
        }
        return true
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
        return leavingExtended.contains { name in
            guard compact.beginsIgnoringCase(with: name.utf8) else { return false }
            let rest = compact.dropFirst(name.utf8.count)
            let isTest = rest.elementsEqual("=?".utf8) || rest.elementsEqual("?".utf8)
            return !isTest && rest.first.map { !isLetter($0) } ?? true
        }
    }
}
