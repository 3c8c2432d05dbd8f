/// The alphabet of 7 bits (3GPP TS 23.038, 6.2.1), one character a septet or two.
enum GSMAlphabet {
    static let escape: UInt8 = 0x1b
    private static let space: Unicode.Scalar = " "

    /// Total: the highest bit is ignored, and what has no meaning is a blank.
    ///
    /// - Parameters:
    ///   - locking: whose alphabet takes the place of the default one.
    ///   - single: whose characters follow an escape; those it has not are looked up in the alphabet itself.
    static func decode(
        _ septets: some Sequence<UInt8>, locking: NationalLanguage = .none, single: NationalLanguage = .none
    ) -> String {
        let alphabet = lockingTables[Int(locking.rawValue)]
        let extensions = extensionTables[Int(single.rawValue)]
        var text = String.UnicodeScalarView()
        var isEscaped = false
        for octet in septets {
            let septet = Int(octet & 0x7f)
            if septet == Int(escape) {
                // A second one begins an extension that nobody has defined: a blank (6.2.1.1, note 1).
                if isEscaped { text.append(space) }
                isEscaped.toggle()
                continue
            }
            text.append((isEscaped ? extensions[septet] : nil) ?? alphabet[septet] ?? space)
            isEscaped = false
        }
        return String(text)
    }

    /// One septet, or an escape and a septet. Nil: the default alphabet and its extension have no such character.
    static func encode(_ character: Unicode.Scalar) -> [UInt8]? { codes[character] }

    /// Nil if one character has no code.
    static func encode(_ text: String) -> [UInt8]? {
        var septets: [UInt8] = []
        for character in text.unicodeScalars {
            guard let code = encode(character) else { return nil }
            septets += code
        }
        return septets
    }

    // MARK: Tables

    private static let lockingTables = NationalLanguage.allCases.map { table(locking($0)) }
    private static let extensionTables = NationalLanguage.allCases.map { table(extended($0)) }

    private static let codes: [Unicode.Scalar: [UInt8]] = {
        var codes: [Unicode.Scalar: [UInt8]] = [:]
        for (septet, character) in zip(UInt8(0)..., extensionTables[0]) {
            if let character { codes[character] = [escape, septet] }
        }
        // What has one septet is not said in two.
        for (septet, character) in zip(UInt8(0)..., lockingTables[0]) {
            if let character { codes[character] = [septet] }
        }
        return codes
    }()

    /// 128 places.
    private static func table(_ text: String) -> [Unicode.Scalar?] {
        let places = text.split(whereSeparator: \.isWhitespace)
            .map { UInt32($0, radix: 16).flatMap(Unicode.Scalar.init) }
        return Array((places + [Unicode.Scalar?](repeating: nil, count: 128)).prefix(128))
    }
}
