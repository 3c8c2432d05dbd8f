internal import KeyFile
internal import ModemCore

/// User names and passwords as they stand in a file: what the reader would take for a comment or for blanks around the value is
/// written as `\x3b`, `\x20`. A credential has no backslash of its own.
enum EscapedValue {
    static func encode(_ text: String) -> String {
        let bytes = Array(text.utf8)
        return bytes.indices.map { index in
            let isEdge = index == bytes.startIndex || index == bytes.endIndex - 1
            let isCut = bytes[index] == semicolon && (index == bytes.startIndex || bytes[index - 1] == blank)
            guard isCut || (isEdge && bytes[index] == blank) else {
                return String(UnicodeScalar(bytes[index]))
            }
            return "\\x" + String(bytes[index], radix: 16)
        }.joined()
    }

    /// - Throws: ``InvalidValue`` for a backslash that begins nothing.
    static func decode(_ entry: KeyFile.Entry) throws(InvalidValue) -> String {
        var rest = entry.value.unicodeScalars[...]
        var text = ""
        while let scalar = rest.popFirst() {
            guard scalar == "\\" else {
                text.unicodeScalars.append(scalar)
                continue
            }
            let digits = String(String.UnicodeScalarView(rest.dropFirst().prefix(2)))
            guard rest.first == "x", digits.utf8.count == 2, let code = UInt8(digits, radix: 16), code < 0x80 else {
                throw InvalidValue(entry.key, "has a backslash that does not begin the likes of \\x3b")
            }
            text.unicodeScalars.append(UnicodeScalar(code))
            rest = rest.dropFirst(3)
        }
        return text
    }

    private static let blank = UInt8(ascii: " ")
    private static let semicolon = UInt8(ascii: ";")
}
