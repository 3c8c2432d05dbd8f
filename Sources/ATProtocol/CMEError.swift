/// The reason of a `+CME ERROR`, given as a number (`AT+CMEE=1`) or in words (`AT+CMEE=2`).
package struct CMEError: Error, Equatable, Sendable {
    /// `<err>` of 3GPP TS 27.007, 9.2. Open: modems add their own.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: Int
        package init(rawValue: Int) { self.rawValue = rawValue }

        package static let phoneFailure = Code(rawValue: 0)
        package static let operationNotAllowed = Code(rawValue: 3)
        package static let operationNotSupported = Code(rawValue: 4)
        package static let phoneSIMPinRequired = Code(rawValue: 5)
        package static let simNotInserted = Code(rawValue: 10)
        package static let simPinRequired = Code(rawValue: 11)
        package static let simPukRequired = Code(rawValue: 12)
        package static let simFailure = Code(rawValue: 13)
        package static let simBusy = Code(rawValue: 14)
        package static let simWrong = Code(rawValue: 15)
        package static let incorrectPassword = Code(rawValue: 16)
        package static let simPin2Required = Code(rawValue: 17)
        package static let simPuk2Required = Code(rawValue: 18)
        package static let noNetworkService = Code(rawValue: 30)
        package static let networkTimeout = Code(rawValue: 31)
        package static let emergencyCallsOnly = Code(rawValue: 32)
        package static let networkPinRequired = Code(rawValue: 40)
        package static let unknown = Code(rawValue: 100)
    }

    package let code: Code
    /// The standard's words for the code, or the modem's own. Cleaned, at most 128 characters; empty if neither is known.
    package let text: String

    package init(_ code: Code) { self.init(code, text: Self.words[code.rawValue] ?? "") }

    private init(_ code: Code, text: String) {
        self.code = code
        self.text = text
    }

    /// - Parameter reason: what follows `+CME ERROR:`, a number or words; words we do not know become ``Code/unknown``.
    init(reason: ArraySlice<UInt8>) {
        let text = ModemText.clean(reason)
        if let number = ATField(bytes: reason, isQuoted: false).integer {
            self.init(Code(rawValue: number))
        } else if let number = Self.numbers[text.lowercased()] {
            self.init(Code(rawValue: number))
        } else {
            self.init(.unknown, text: text)
        }
    }

    private static let numbers = Dictionary(words.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })

    private static let words: [Int: String] = [
        0: "phone failure",
        1: "no connection to phone",
        2: "phone-adaptor link reserved",
        3: "operation not allowed",
        4: "operation not supported",
        5: "ph-sim pin required",
        6: "ph-fsim pin required",
        7: "ph-fsim puk required",
        10: "sim not inserted",
        11: "sim pin required",
        12: "sim puk required",
        13: "sim failure",
        14: "sim busy",
        15: "sim wrong",
        16: "incorrect password",
        17: "sim pin2 required",
        18: "sim puk2 required",
        20: "memory full",
        21: "invalid index",
        22: "not found",
        23: "memory failure",
        24: "text string too long",
        25: "invalid characters in text string",
        26: "dial string too long",
        27: "invalid characters in dial string",
        30: "no network service",
        31: "network timeout",
        32: "network not allowed - emergency calls only",
        40: "network personalization pin required",
        41: "network personalization puk required",
        42: "network subset personalization pin required",
        43: "network subset personalization puk required",
        44: "service provider personalization pin required",
        45: "service provider personalization puk required",
        46: "corporate personalization pin required",
        47: "corporate personalization puk required",
        100: "unknown",
        103: "illegal ms",
        106: "illegal me",
        107: "gprs services not allowed",
        111: "plmn not allowed",
        112: "location area not allowed",
        113: "roaming not allowed in this location area",
        132: "service option not supported",
        133: "requested service option not subscribed",
        134: "service option temporarily out of order",
        148: "unspecified gprs error",
        149: "pdp authentication failure",
        150: "invalid mobile class",
    ]
}
