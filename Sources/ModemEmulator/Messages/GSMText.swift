/// The 7-bit alphabet of GSM, as far as this stick's network writes it (23.038, 6.2.1).
enum GSMText {
    /// Opens the extension table.
    private static let escape: UInt8 = 0x1B

    private static let alphabet = Array(
        ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u{1B}ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà").unicodeScalars)

    private static let extensions: [(code: UInt8, scalar: Unicode.Scalar)] = [
        (0x0A, "\u{C}"), (0x14, "^"), (0x28, "{"), (0x29, "}"), (0x2F, "\\"), (0x3C, "["), (0x3D, "~"), (0x3E, "]"),
        (0x40, "|"), (0x65, "€"),
    ]

    /// One value below 128 for each septet; nil when there are other characters.
    static func septets(_ text: String) -> [UInt8]? {
        var septets: [UInt8] = []
        for scalar in text.unicodeScalars {
            guard let some = self.septets(of: scalar) else { return nil }
            septets += some
        }
        return septets
    }

    static func septets(of scalar: Unicode.Scalar) -> [UInt8]? {
        if let code = extensions.first(where: { $0.scalar == scalar })?.code { return [escape, code] }
        guard let index = alphabet.firstIndex(of: scalar), UInt8(index) != escape else { return nil }
        return [UInt8(index)]
    }

    static func text(_ septets: some Sequence<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        var isEscaped = false
        for septet in septets {
            let code = septet & 0x7F
            if !isEscaped, code == escape {
                isEscaped = true
                continue
            }
            let extended = isEscaped ? extensions.first { $0.code == code }?.scalar : nil
            text.append(extended ?? (code == escape ? " " : alphabet[Int(code)]))
            isEscaped = false
        }
        return String(text)
    }

    /// Eight septets in seven bytes, after `fill` bits of zero (23.038, 6.1.2.1).
    static func packed(_ septets: [UInt8], fill: Int = 0) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: (fill + septets.count * 7 + 7) / 8)
        for (index, septet) in septets.enumerated() {
            let position = fill + index * 7
            let value = UInt16(septet & 0x7F) << (position % 8)
            bytes[position / 8] |= UInt8(value & 0xFF)
            if value > 0xFF { bytes[position / 8 + 1] |= UInt8(value >> 8) }
        }
        return bytes
    }

    /// No more than there are bits for.
    static func unpacked(_ bytes: [UInt8], count: Int, fill: Int = 0) -> [UInt8] {
        let available = max((bytes.count * 8 - fill) / 7, 0)
        return (0..<min(count, available)).map { index in
            let position = fill + index * 7
            let low = UInt16(bytes[position / 8])
            let high = position / 8 + 1 < bytes.count ? UInt16(bytes[position / 8 + 1]) : 0
            return UInt8((low | high << 8) >> (position % 8) & 0x7F)
        }
    }
}
