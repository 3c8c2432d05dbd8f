/// How often a wrong PIN or PUK may still be entered. Nil: the modem does not say.
package struct PINRetries: Equatable, Sendable {
    package let pin: Int
    package let puk: Int?

    package init(pin: Int, puk: Int?) {
        self.pin = pin
        self.puk = puk
    }
}

extension AT {
    /// `AT+ZPINPUK=?`: ZTE's counters, `+ZPINPUK: 3,10`; some firmware adds those of PIN2 or parentheses.
    package struct PINRetriesQuery: ATRequest {
        package init() {}

        package var command: ATCommand {
            ATCommand("AT+ZPINPUK=?", answer: .lines("+ZPINPUK:", "+ZPINPUK="), deadline: .seconds(3))
        }

        package func reply(to response: ATResponse) throws(ATError) -> PINRetries {
            try response.requireSuccess()
            let values = response.values(after: "+ZPINPUK").first ?? []
            // More than 99 tries is not a counter, and a wrong counter is worse than none.
            let numbers = values.split { !(0x30...0x39).contains($0) }
                .map { ATField(bytes: $0, isQuoted: false).integer ?? .max }
            guard let pin = numbers.first, numbers.prefix(2).allSatisfy({ $0 <= 99 }) else {
                throw response.unexpected()
            }
            return PINRetries(pin: pin, puk: numbers.dropFirst().first)
        }
    }
}
