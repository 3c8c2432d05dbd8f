/// Which access technologies a ZTE stick may use, and which it likes best: `<cm_mode>` and `<pref>` of its `+ZSNT`.
///
/// From ModemManager's ZTE plugin: there is no preference but for 2G or 3G, and none within a single technology.
package struct RadioSelection: Equatable, Sendable {
    /// `<cm_mode>`.
    package enum Allowed: Int, CaseIterable, Sendable {
        case any = 0, gsm = 1, wcdma = 2, lte = 6
    }

    /// `<pref>`.
    package enum Preference: Int, CaseIterable, Sendable {
        case none = 0, gsm = 1, wcdma = 2
    }

    package let allowed: Allowed
    package let preference: Preference

    package init(_ allowed: Allowed, preferring preference: Preference = .none) {
        self.allowed = allowed
        self.preference = preference
    }
}

extension AT {
    /// `AT+ZSNT?`: ZTE's `+ZSNT: <cm_mode>,<net_sel_mode>,<pref>`.
    package struct RadioSelectionQuery: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+ZSNT?", answer: .lines("+ZSNT:")) }

        package func reply(to response: ATResponse) throws(ATError) -> RadioSelection {
            try response.requireSuccess()
            let fields = response.values(after: "+ZSNT:").first.map { ATField.split($0) } ?? []
            guard fields.count >= 3, let allowed = fields[0].integer.flatMap(RadioSelection.Allowed.init(rawValue:)),
                let preference = fields[2].integer.flatMap(RadioSelection.Preference.init(rawValue:))
            else { throw response.unexpected() }
            return RadioSelection(allowed, preferring: preference)
        }
    }

    /// `AT+ZSNT=0,0,2`. The 0 in the middle leaves the choice of the network to the stick. The stick looks for a network
    /// anew.
    package struct RadioSelectionSetting: ATRequest {
        package typealias Reply = Void
        private let selection: RadioSelection

        package init(_ selection: RadioSelection) { self.selection = selection }

        package var command: ATCommand {
            ATCommand(
                "AT+ZSNT=", [.number(selection.allowed.rawValue), .number(0), .number(selection.preference.rawValue)],
                deadline: .seconds(15))
        }
    }
}
