/// Cuts texts into what fits into messages (3GPP TS 23.040, 9.2.3.24.1).
enum MessageText {
    /// The alphabet of all parts, and what each of them says; one part at least.
    static func parts(of text: String) -> (MessageAlphabet, [String]) {
        let sizes = text.unicodeScalars.map { GSMAlphabet.encode($0)?.count }
        if sizes.allSatisfy({ $0 != nil }) {
            return (.gsm, cut(text, whole: 160, part: 153) { GSMAlphabet.encode($0)?.count ?? 0 })
        }
        // 140 octets, and 134 beside a header.
        return (.ucs2, cut(text, whole: 70, part: 67) { UTF16.width($0) })
    }

    /// A character is never cut, whatever its size.
    private static func cut(_ text: String, whole: Int, part room: Int, size: (Unicode.Scalar) -> Int) -> [String] {
        if text.unicodeScalars.reduce(0, { $0 + size($1) }) <= whole { return [text] }
        var parts: [String] = []
        var part = String.UnicodeScalarView()
        var left = room
        for character in text.unicodeScalars {
            let size = size(character)
            if size > left {
                parts.append(String(part))
                (part, left) = (String.UnicodeScalarView(), room)
            }
            part.append(character)
            left -= size
        }
        return parts + [String(part)]
    }
}
