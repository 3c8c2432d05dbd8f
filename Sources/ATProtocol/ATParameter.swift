/// A value in a command, checked when it is made: what it holds cannot end the command or begin another.
package struct ATParameter: Equatable, Sendable {
    let bytes: [UInt8]
    let isSecret: Bool

    private init(_ bytes: [UInt8], isSecret: Bool = false) {
        self.bytes = bytes
        self.isSecret = isSecret
    }

    /// - Parameter text: of characters that cannot end a command, which the caller answers for.
    static func constant(_ text: String) -> ATParameter { ATParameter(Array(text.utf8)) }

    /// Octets as a string of hexadecimal digits.
    static func hexadecimal(_ octets: [UInt8], isSecret: Bool = false) -> ATParameter {
        ATParameter(Array("\"\(Hexadecimal.encode(octets))\"".utf8), isSecret: isSecret)
    }

    package static func number(_ value: Int) -> ATParameter { ATParameter(Array(String(value).utf8)) }

    /// A string constant of 3GPP TS 27.005 or 27.007, such as `"IP"`.
    /// - Parameter isSecret: never shown in ``ATCommand/logText``.
    /// - Throws: ``ATSyntaxError`` unless it is at most 182 printable ASCII characters without `"` and `\`: there is no
    ///   escape that all modems understand.
    package static func quoted(_ text: String, isSecret: Bool = false) throws(ATSyntaxError) -> ATParameter {
        guard text.utf8.count <= 182 else { throw ATSyntaxError("must not be longer than 182 characters") }
        for byte in text.utf8 {
            guard (0x20...0x7e).contains(byte) else { throw ATSyntaxError("must be printable ASCII") }
            guard byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
                throw ATSyntaxError("must not contain '\"' or '\\'")
            }
        }
        return ATParameter([UInt8(ascii: "\"")] + text.utf8 + [UInt8(ascii: "\"")], isSecret: isSecret)
    }

    /// A PIN, PUK or password of a SIM, quoted and secret.
    /// - Throws: ``ATSyntaxError`` unless it is 4 to 8 digits.
    package static func pin(_ digits: String) throws(ATSyntaxError) -> ATParameter {
        guard (4...8).contains(digits.utf8.count), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw ATSyntaxError("must be 4 to 8 digits")
        }
        return try quoted(digits, isSecret: true)
    }

    /// A number to dial, not quoted.
    /// - Throws: ``ATSyntaxError`` unless it is 1 to 40 digits, `*` and `#`, with a `+` at most in front. Letters are
    ///   modifiers of `ATD` and not let through.
    package static func dialString(_ text: String) throws(ATSyntaxError) -> ATParameter {
        let digits = text.utf8.first == UInt8(ascii: "+") ? text.utf8.dropFirst() : text.utf8[...]
        let isValid = digits.allSatisfy {
            (0x30...0x39).contains($0) || $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "#")
        }
        guard (1...40).contains(text.utf8.count), !digits.isEmpty, isValid else {
            throw ATSyntaxError("must be 1 to 40 digits, '*', '#' and a leading '+'")
        }
        return ATParameter(Array(text.utf8))
    }
}
