/// How the stick talks to the network. The raw values are what the D-Bus API says.
package enum AccessTechnology: String, CaseIterable, Sendable {
    case noService = "none"
    case gsm, gprs, edge, umts, hsdpa, hsupa, hspa, lte

    /// `<AcT>` of 3GPP TS 27.007, 7.3. Nil: one we do not know.
    init?(code: Int) {
        switch code {
        case 0, 1: self = .gsm
        case 2: self = .umts
        case 3: self = .edge
        case 4: self = .hsdpa
        case 5: self = .hsupa
        case 6: self = .hspa
        case 7: self = .lte
        default: return nil
        }
    }

    /// A word of ZTE's `+ZPAS` and `+ZPASR`. Nil: one we do not know.
    ///
    /// "Limited Service" is a network that takes emergency calls only, which is none for us.
    init?(word: String) {
        switch word.uppercased() {
        case "NO SERVICE", "NO_SERVICE", "LIMITED SERVICE", "LIMITED_SERVICE": self = .noService
        case "GSM", "GSM COMPACT": self = .gsm
        case "GPRS": self = .gprs
        case "EDGE", "GPRS/EDGE", "EGPRS": self = .edge
        case "UMTS", "WCDMA", "3G", "TD-SCDMA": self = .umts
        case "HSDPA": self = .hsdpa
        case "HSUPA": self = .hsupa
        case "HSPA", "HSPA+", "HSDPA/HSUPA", "DC-HSPA+": self = .hspa
        case "LTE", "4G", "E-UTRAN": self = .lte
        default: return nil
        }
    }
}

extension AT {
    /// `AT+ZPAS?`: ZTE's `+ZPAS: "HSDPA","CS_PS"`, the technology in use and the domains served. Nil: a word we do not know.
    package struct AccessTechnologyQuery: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+ZPAS?", answer: .lines("+ZPAS:")) }

        package func reply(to response: ATResponse) throws(ATError) -> AccessTechnology? {
            try response.requireSuccess()
            guard let word = response.values(after: "+ZPAS:").first.flatMap({ ATField.split($0).first }) else {
                throw response.unexpected()
            }
            return AccessTechnology(word: word.text)
        }
    }
}
