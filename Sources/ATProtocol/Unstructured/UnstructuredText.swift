/// The text of a USSD report. Sticks write it in many ways, and few as they say.
enum UnstructuredText {
    /// Total. Lines are divided by line feeds.
    static func decode(_ bytes: ArraySlice<UInt8>, coding: BroadcastCoding, set: CharacterSet) -> String {
        let octets = Hexadecimal.decode(bytes)
        var text: String
        switch coding.alphabet {
        case .ucs2:
            text = octets.map { UCS2.decode($0) } ?? plain(bytes, set)
            // The language is two septets and two bits.
            if coding.namesLanguage, let octets { text = UCS2.decode(octets.dropFirst(2)) }
        case .data: text = latin(octets?[...] ?? bytes)
        case .gsm:
            text = octets.flatMap { hexadecimal($0, bytes, set) } ?? plain(bytes, set)
            if coding.namesLanguage { text = String(text.unicodeScalars.dropFirst(3)) }
        }
        return withLineFeeds(text)
    }

    private static func plain(_ bytes: ArraySlice<UInt8>, _ set: CharacterSet) -> String {
        // Neither alphabet has octets above 127: firmware that sends them means something else.
        if bytes.contains(where: { $0 > 0x7f }) { return utf8(bytes) ?? latin(bytes) }
        return set == .gsm ? GSMAlphabet.decode(bytes) : latin(bytes.filter { $0 != 0 }[...])
    }

    private static func utf8(_ bytes: ArraySlice<UInt8>) -> String? { String(validating: bytes, as: UTF8.self) }

    private static func latin(_ bytes: ArraySlice<UInt8>) -> String {
        String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// Hexadecimal where text was announced: nil if it is text that only looks like it, such as a number.
    private static func hexadecimal(_ octets: [UInt8], _ bytes: ArraySlice<UInt8>, _ set: CharacterSet) -> String? {
        if set == .ucs2, octets.count.isMultiple(of: 2) { return UCS2.decode(octets) }
        let digits = bytes.count { $0 <= UInt8(ascii: "9") }
        let capitals = bytes.count { (0x41...0x46).contains($0) }
        // A word of two cases, a word, or a number of some digits.
        let isOneCase = capitals == 0 || capitals == bytes.count - digits
        guard octets.count >= 4, digits > 0, digits < bytes.count, isOneCase else { return nil }
        let text = GSMAlphabet.decode(UnstructuredPacking.unpack(octets))
        let ordinary = text.unicodeScalars.count { isOrdinary($0) }
        return ordinary * 5 >= text.unicodeScalars.count * 4 ? text : nil
    }

    private static func isOrdinary(_ scalar: Unicode.Scalar) -> Bool {
        (0x20...0x7e).contains(scalar.value) || scalar.value == 0x0a || scalar.value == 0x0d
    }

    private static func withLineFeeds(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in text.unicodeScalars {
            if !(afterReturn && scalar.value == 0x0a) { scalars.append(scalar.value == 0x0d ? "\n" : scalar) }
            afterReturn = scalar.value == 0x0d
        }
        return String(scalars)
    }
}
