/// How a stick wants the text of USSD, and how it writes it where it is of 7 bits a character.
package enum UnstructuredForm: String, CaseIterable, Sendable {
    /// As it is.
    case plain
    /// Septets packed into octets, those in hexadecimal.
    case packed
    /// Four hexadecimal digits for each unit of UTF-16, as after `AT+CSCS="UCS2"`.
    case ucs2

    /// What 160 octets hold (3GPP TS 23.038, 5).
    static let maximumSeptets = 182

    func parameter(_ text: String) throws(ATSyntaxError) -> ATParameter {
        guard let septets = GSMAlphabet.encode(text) else { throw ATSyntaxError("must be of the GSM alphabet") }
        guard (1...Self.maximumSeptets).contains(septets.count) else {
            throw ATSyntaxError("must be 1 to \(Self.maximumSeptets) characters")
        }
        switch self {
        case .plain:
            guard text.utf8.elementsEqual(septets) else {
                throw ATSyntaxError("must be letters, digits and signs that ASCII and the GSM alphabet have in common")
            }
            return try .quoted(text, isSecret: true)
        case .packed: return .hexadecimal(UnstructuredPacking.pack(septets), isSecret: true)
        case .ucs2: return .hexadecimal(UCS2.encode(text), isSecret: true)
        }
    }
}

/// Septets of USSD: their number is not told, so a carriage return takes the place of a character that the octets have room for
/// (3GPP TS 23.038, 6.1.2.3.1).
enum UnstructuredPacking {
    private static let carriageReturn: UInt8 = 0x0d

    static func pack(_ septets: [UInt8]) -> [UInt8] {
        let hasRoom = septets.count % 8 == 7
        // A real one at the end would be taken for that.
        let isMisread = septets.count % 8 == 0 && septets.last == carriageReturn
        return SeptetPacking.pack(septets + (hasRoom || isMisread ? [carriageReturn] : []))
    }

    static func unpack(_ octets: [UInt8]) -> [UInt8] {
        let septets = SeptetPacking.unpack(octets)
        return septets.count % 8 == 0 && septets.last == carriageReturn ? septets.dropLast() : septets
    }
}
