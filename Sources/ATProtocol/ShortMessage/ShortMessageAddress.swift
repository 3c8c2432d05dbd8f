/// Who a message is from or for (3GPP TS 23.040, 9.1.2.5).
package struct ShortMessageAddress: Hashable, Sendable {
    /// Type of number.
    package enum Kind: UInt8, CaseIterable, Sendable {
        case unknown = 0
        case international = 1
        case national = 2
        case networkSpecific = 3
        case subscriber = 4
        case alphanumeric = 5
        case abbreviated = 6
        case reserved = 7
    }

    package let kind: Kind
    /// `+491701234567`, `22122`, `*100#`; for ``Kind/alphanumeric`` a name such as `Vodafone`, which may hold any character
    /// of the GSM alphabet: not to be trusted in a terminal. May be empty.
    package let text: String

    /// A number that a message may be sent to.
    /// - Throws: ``SubmitError/invalidNumber`` unless it is 1 to 20 digits, `*` and `#`, with a `+` at most in front.
    ///   Blanks and hyphens are not let through.
    package init(number: String) throws(SubmitError) {
        let isInternational = number.utf8.first == UInt8(ascii: "+")
        let digits = isInternational ? number.utf8.dropFirst() : number.utf8[...]
        let isValid = digits.allSatisfy {
            (0x30...0x39).contains($0) || !isInternational && ($0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "#"))
        }
        guard (1...Self.maximumDigits).contains(digits.count), isValid else { throw .invalidNumber }
        self.init(kind: isInternational ? .international : .unknown, text: number)
    }

    init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    static let maximumDigits = 20
    /// Digits above nine (9.1.2.3); the last one only fills up.
    private static let digits = Array("0123456789*#abc".utf8)
    private static let filler: UInt8 = 0xf

    // MARK: Octets

    /// Of a subscriber: the length counts semi-octets.
    init(subscriber reader: inout OctetReader) throws(PDUError) {
        let length = Int(try reader.octet())
        guard length <= Self.maximumDigits else { throw .invalidAddress }
        let type = try reader.octet()
        self.init(type: type, value: try reader.octets((length + 1) / 2), semiOctets: length)
    }

    /// Of a service centre: the length counts octets. Nil: the length is zero.
    static func serviceCentre(_ reader: inout OctetReader) throws(PDUError) -> ShortMessageAddress? {
        let length = Int(try reader.octet())
        if length == 0 { return nil }
        guard length <= Self.maximumDigits / 2 + 1 else { throw .invalidAddress }
        let type = try reader.octet()
        let value = try reader.octets(length - 1)
        return ShortMessageAddress(type: type, value: value, semiOctets: value.count * 2)
    }

    private init(type: UInt8, value: ArraySlice<UInt8>, semiOctets: Int) {
        let kind = Kind(rawValue: type >> 4 & 7) ?? .unknown
        if kind == .alphanumeric {
            self.init(
                kind: kind, text: GSMAlphabet.decode(SeptetPacking.unpack(value, count: semiOctets * 4 / 7)))
            return
        }
        let digits = value.flatMap { [$0 & 0xf, $0 >> 4] }.prefix(semiOctets).prefix { $0 != Self.filler }
        let text = String(decoding: digits.map { Self.digits[Int($0)] }, as: UTF8.self)
        self.init(kind: kind, text: kind == .international ? "+" + text : text)
    }

    /// As an address of a subscriber. What does not fit is cut off; an address that was read or checked fits.
    var octets: [UInt8] {
        if kind == .alphanumeric {
            let septets = (GSMAlphabet.encode(text) ?? []).prefix(Self.maximumDigits * 4 / 7)
            return [UInt8((septets.count * 7 + 3) / 4), type] + SeptetPacking.pack(septets)
        }
        let digits = text.utf8.compactMap { Self.digits.firstIndex(of: $0) }.prefix(Self.maximumDigits)
            .map { UInt8($0) }
        let pairs = stride(from: 0, to: digits.count, by: 2).map { place in
            digits[place] | (place + 1 < digits.count ? digits[place + 1] : Self.filler) << 4
        }
        return [UInt8(digits.count), type] + pairs
    }

    /// With the numbering plan of telephones, where there is a number.
    private var type: UInt8 { 0x80 | kind.rawValue << 4 | (kind == .alphanumeric ? 0 : 1) }
}
