/// One value of an answer such as `+CREG: 2,1,"1A2B",0000C3D4`.
package struct ATField: Equatable, Sendable {
    /// Without the quotes.
    package let bytes: ArraySlice<UInt8>
    package let isQuoted: Bool

    /// Cleaned, at most 128 characters.
    package var text: String { ModemText.clean(bytes) }

    /// Decimal, at most nine digits.
    package var integer: Int? {
        guard (1...9).contains(bytes.count) else { return nil }
        return bytes.reduce(Int?.some(0)) { value, byte in
            guard let value, (0x30...0x39).contains(byte) else { return nil }
            return value * 10 + Int(byte - 0x30)
        }
    }

    /// Hexadecimal without a prefix, at most eight digits (leading zeros not counted).
    package var hexadecimal: UInt32? {
        let digits = bytes.drop { $0 == 0x30 }
        guard !bytes.isEmpty, bytes.count <= 16, digits.count <= 8 else { return nil }
        return digits.reduce(UInt32?.some(0)) { value, byte in
            guard let value, let digit = Self.hexDigit(byte) else { return nil }
            return value << 4 | UInt32(digit)
        }
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    /// Splits `1,"two",,4` at its commas; those in quotes or parentheses do not count. At most 64 fields, the rest is
    /// dropped. A quote that is never closed reaches to the end.
    static func split(_ bytes: ArraySlice<UInt8>) -> [ATField] {
        guard !bytes.isEmpty else { return [] }
        var fields: [ATField] = []
        var start = bytes.startIndex
        var inQuotes = false
        var depth = 0
        for index in bytes.indices {
            switch bytes[index] {
            case UInt8(ascii: "\""): inQuotes.toggle()
            case UInt8(ascii: "(") where !inQuotes: depth += 1
            case UInt8(ascii: ")") where !inQuotes: depth = max(depth - 1, 0)
            case UInt8(ascii: ",") where !inQuotes && depth == 0:
                fields.append(ATField(raw: bytes[start..<index]))
                if fields.count == 64 { return fields }
                start = index + 1
            default: break
            }
        }
        fields.append(ATField(raw: bytes[start...]))
        return fields
    }

    init(bytes: ArraySlice<UInt8>, isQuoted: Bool) {
        self.bytes = bytes
        self.isQuoted = isQuoted
    }

    private init(raw: ArraySlice<UInt8>) {
        let raw = raw.trimmed
        isQuoted = raw.first == UInt8(ascii: "\"")
        var inner = raw
        if isQuoted { inner = inner.dropFirst() }
        if isQuoted, inner.last == UInt8(ascii: "\"") { inner = inner.dropLast() }
        bytes = inner
    }
}

extension ArraySlice<UInt8> {
    /// What follows `prefix` (in any case of its letters), without blanks. Nil if the line does not begin with it.
    func rest(after prefix: String) -> ArraySlice<UInt8>? {
        guard beginsIgnoringCase(with: prefix.utf8) else { return nil }
        return dropFirst(prefix.utf8.count).trimmed
    }

    /// What is between the parentheses; all of it if there are none.
    var withoutParentheses: ArraySlice<UInt8> {
        guard first == UInt8(ascii: "("), last == UInt8(ascii: ")"), count > 1 else { return self }
        return dropFirst().dropLast()
    }
}
