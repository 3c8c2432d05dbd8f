/// Which SIMs a profile is for.
package enum SIMMatch: Hashable, Sendable {
    /// One card, by its ICCID (ITU-T E.118).
    case card(String)
    /// Every card of one operator.
    case home(OperatorCode)

    /// - Parameter text: 18 to 20 characters of an ICCID, or country and network code: `26201` or `262-01`.
    /// - Throws: ``InvalidValue`` for anything else.
    package init(_ text: String) throws(InvalidValue) {
        if (18...20).contains(text.utf8.count), text.utf8.allSatisfy(Self.isOfCard) {
            self = .card(text.uppercased())
            return
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let isWritten = parts.count == 1 || (parts.count == 2 && parts[0].utf8.count == 3)
        guard isWritten, let code = try? OperatorCode(parts.joined()) else {
            throw InvalidValue(
                "sim", "must be an ICCID of 18 to 20 digits, or country and network code such as 26201 or 262-01")
        }
        self = .home(code)
    }

    /// As it is written.
    package var text: String {
        switch self {
        case .card(let iccid): iccid
        case .home(let code): code.digits
        }
    }

    /// - Parameters:
    ///   - iccid: nil where it could not be read.
    ///   - home: MCC and MNC of the SIM's operator; empty while unknown.
    /// - Returns: nil while nobody can tell.
    package func fits(iccid: String?, home: String) -> Bool? {
        switch self {
        case .card(let card): iccid.map { $0.uppercased() == card }
        case .home(let code): home.isEmpty ? nil : home == code.digits
        }
    }

    /// A few operators have letters A to F in it.
    private static func isOfCard(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
            UInt8(ascii: "a")...UInt8(ascii: "f"):
            true
        default: false
        }
    }
}
