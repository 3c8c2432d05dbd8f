/// Makes text from a modem, a network or another process harmless to a terminal and to whoever reads it.
enum EscapedText {
    /// Control characters (C0, DEL, C1) become `\x1b`, what changes the direction of text or ends a line `\u202e`.
    ///
    /// Bytes that are no UTF-8, lone surrogates among them, have become U+FFFD before they were a string.
    static func escape(_ text: String) -> String {
        guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
        var escaped = ""
        for scalar in text.unicodeScalars {
            if isUnsafe(scalar) {
                let isByte = scalar.value < 0x100
                escaped += (isByte ? "\\x" : "\\u") + hexadecimal(scalar.value, digits: isByte ? 2 : 4)
            } else {
                escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1f, 0x7f...0x9f: true
        // Bidirectional marks, embeddings, overrides and isolates.
        case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
        // Line and paragraph separator.
        case 0x2028, 0x2029: true
        default: false
        }
    }

    static func hexadecimal(_ value: UInt32, digits: Int) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}

extension String {
    /// With blanks up to `width` characters.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// At most `width` characters; an ellipsis is the last one of text that was cut.
    func clipped(to width: Int) -> String {
        guard count > width else { return self }
        return width > 0 ? prefix(width - 1) + "…" : ""
    }
}
