/// Bytes as the text of +CMGS and +CMGR has them.
enum Hex {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ATInterpreter.hexadecimal($0, width: 2) }.joined()
    }

    /// nil unless it is pairs of digits, and nothing else.
    static func bytes(_ text: some StringProtocol) -> [UInt8]? {
        let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }
}

/// Text as UTF-16 with the high byte first, which is what UCS-2 has become.
enum UCS2 {
    static func bytes(_ text: some StringProtocol) -> [UInt8] {
        text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    static func text(_ bytes: some Collection<UInt8>) -> String {
        let bytes = Array(bytes)
        let units = stride(from: 0, to: bytes.count - 1, by: 2).map { UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]) }
        return String(decoding: units, as: UTF16.self)
    }
}

/// A telephone number, or a name, in a PDU (23.040, 9.1.2.5).
enum PDUAddress {
    static let international: UInt8 = 0x91
    private static let national: UInt8 = 0x81
    private static let alphanumeric: UInt8 = 0xD0
    private static let longestName = 11
    private static let signs = Array("0123456789*#abc")

    /// The count in front is of useful half bytes, as in TP-OA and TP-DA.
    static func bytes(_ address: String) -> [UInt8] {
        let digits = address.hasPrefix("+") ? address.dropFirst() : address[...]
        if digits.allSatisfy(signs.contains) {
            let type = address.hasPrefix("+") ? international : national
            return [UInt8(clamping: digits.count), type] + semiOctets(digits)
        }
        let septets = Array((GSMText.septets(address) ?? []).prefix(longestName))
        return [UInt8(clamping: (septets.count * 7 + 3) / 4), alphanumeric] + GSMText.packed(septets)
    }

    /// The count in front is of bytes, the type included, as it is with the service centre.
    static func serviceCentre(_ number: String) -> [UInt8] {
        let address = bytes(number)
        return [UInt8(address.count - 1)] + address.dropFirst()
    }

    /// As ``bytes(_:)`` puts it; nil when there is too little.
    static func take(_ rest: inout ArraySlice<UInt8>) -> String? {
        guard let length = rest.popFirst(), let type = rest.popFirst() else { return nil }
        let count = (Int(length) + 1) / 2
        guard rest.count >= count else { return nil }
        let value = Array(rest.prefix(count))
        rest = rest.dropFirst(count)
        if type & 0x70 == 0x50 { return GSMText.text(GSMText.unpacked(value, count: Int(length) * 4 / 7)) }
        return (type & 0x70 == 0x10 ? "+" : "") + digits(value, count: Int(length))
    }

    static func semiOctets(_ digits: some StringProtocol) -> [UInt8] {
        var halves = digits.map { UInt8(signs.firstIndex(of: $0) ?? 0) }
        if halves.count % 2 == 1 { halves.append(0xF) }
        return stride(from: 0, to: halves.count, by: 2).map { halves[$0 + 1] << 4 | halves[$0] }
    }

    private static func digits(_ bytes: [UInt8], count: Int) -> String {
        let halves = bytes.flatMap { [$0 & 0xF, $0 >> 4] }.prefix(count)
        return String(halves.filter { $0 != 0xF }.map { signs[Int($0)] })
    }
}

/// A time with its zone in quarters of an hour, from what +CCLK shows: `26/11/25,07:30:00+04` (23.040, 9.2.3.11).
enum PDUTime {
    static func bytes(_ clock: String) -> [UInt8]? {
        let groups = clock.split { "/,:+-".contains($0) }
        guard groups.count == 7, groups.allSatisfy({ $0.utf8.count == 2 && UInt8($0) != nil }) else { return nil }
        var bytes = groups.flatMap { PDUAddress.semiOctets($0) }
        // The sign of the zone is in its first digit.
        if clock.dropLast(2).last == "-" { bytes[6] |= 0x08 }
        return bytes
    }
}
