/// +CSCS: how strings are written (27.007, 5.5).
enum CharacterSet: String, Sendable {
    case ira = "IRA"
    case gsm = "GSM"
    case ucs2 = "UCS2"
}

/// How a firmware wants the text of +CUSD, and gives it.
package enum UssdForm: String, CaseIterable, Sendable {
    /// In the character set of +CSCS.
    case text
    /// Septets in hexadecimal digits; UCS-2 where they do not do.
    case packed
    /// UCS-2 in hexadecimal digits, always.
    case ucs2
}

/// Text of a session, as the string of +CUSD has it. Data coding is that of 23.038, 5.
enum UssdText {
    static let seven: UInt8 = 15
    static let sixteen: UInt8 = 72

    /// nil for a string in another form than the firmware's.
    static func read(_ string: String, form: UssdForm, _ set: CharacterSet) -> String? {
        switch (form, set) {
        case (.text, .ira), (.text, .gsm): return string
        case (.packed, _):
            guard let bytes = Hex.bytes(string) else { return nil }
            return unpadded(bytes)
        case (.ucs2, _), (.text, .ucs2):
            guard let bytes = Hex.bytes(string), bytes.count % 2 == 0 else { return nil }
            return UCS2.text(bytes)
        }
    }

    /// The string, and the coding that is told with it.
    static func write(_ text: String, form: UssdForm, _ set: CharacterSet) -> (string: [UInt8], coding: UInt8) {
        let septets = GSMText.septets(text)
        let coding = septets == nil ? sixteen : seven
        let wide = Array(Hex.text(UCS2.bytes(text)).utf8)
        guard let septets else { return (wide, coding) }
        switch (form, set) {
        case (.ucs2, _): return (wide, sixteen)
        case (.text, .ucs2): return (wide, coding)
        case (.packed, _): return (Array(Hex.text(padded(septets)).utf8), coding)
        case (.text, .gsm): return (septets, coding)
        // What ASCII has no character for is lost.
        case (.text, .ira): return (text.unicodeScalars.map { $0.isASCII ? UInt8($0.value) : Ascii.question }, coding)
        }
    }

    // 23.038, 6.1.2.3.1: seven bits that are left over hold a carriage return, so that they are no @.
    private static func padded(_ septets: [UInt8]) -> [UInt8] {
        GSMText.packed(septets.count % 8 == 7 ? septets + [Ascii.carriageReturn] : septets)
    }

    private static func unpadded(_ bytes: [UInt8]) -> String {
        var septets = GSMText.unpacked(bytes, count: bytes.count * 8 / 7)
        if septets.count % 8 == 0, septets.last == Ascii.carriageReturn { septets.removeLast() }
        return GSMText.text(septets)
    }
}
