/// How much of the stick is switched on (`<fun>` of 3GPP TS 27.007, 8.2). Open: modems add their own.
package struct RadioLevel: RawRepresentable, Hashable, Sendable {
    package let rawValue: Int
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Radio and SIM are off.
    package static let minimum = RadioLevel(rawValue: 0)
    package static let full = RadioLevel(rawValue: 1)
    /// The radio is off, the SIM stays on.
    package static let radioOff = RadioLevel(rawValue: 4)
}

extension AT {
    /// `AT+CFUN?` (3GPP TS 27.007, 8.2).
    package struct RadioFunctionQuery: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CFUN?", answer: .lines("+CFUN:")) }

        package func reply(to response: ATResponse) throws(ATError) -> RadioLevel {
            try response.requireSuccess()
            let level = response.values(after: "+CFUN:").first.flatMap { ATField.split($0).first?.integer }
            guard let level, level <= 255 else { throw response.unexpected() }
            return RadioLevel(rawValue: level)
        }
    }

    /// `AT+CFUN=1`: switches on or off. Registration follows by itself, and later.
    package struct RadioFunction: ATRequest {
        package typealias Reply = Void
        private let level: RadioLevel
        private let reset: Bool

        /// - Parameter reset: restart the stick first; it leaves the bus, and the answer may not come.
        package init(_ level: RadioLevel, reset: Bool = false) {
            self.level = level
            self.reset = reset
        }

        package var command: ATCommand {
            ATCommand(
                "AT+CFUN=", [.number(level.rawValue)] + (reset ? [.number(1)] : []), deadline: .seconds(15))
        }
    }
}
