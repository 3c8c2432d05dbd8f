extension AT {
    /// `AT+CNUM` (3GPP TS 27.007, 7.1): the subscriber's own numbers as the SIM has them stored, such as `+491701234567`.
    /// Often none. Not for logs.
    package struct OwnNumbers: ATRequest {
        private static let maximumCount = 8

        package init() {}

        package var command: ATCommand { ATCommand("AT+CNUM", answer: .lines("+CNUM:"), deadline: .seconds(10)) }

        package func reply(to response: ATResponse) throws(ATError) -> [String] {
            try response.requireSuccess()
            var numbers: [String] = []
            for line in response.values(after: "+CNUM:") {
                guard let number = Self.number(ATField.split(line)), !numbers.contains(number) else { continue }
                numbers.append(number)
                if numbers.count == Self.maximumCount { break }
            }
            return numbers
        }

        // `"name","number",145`: 145 is an international number (TS 24.008, 10.5.4.7), whose + not every stick writes.
        private static func number(_ fields: [ATField]) -> String? {
            guard fields.count >= 2 else { return nil }
            let text = fields[1].text
            let digits = text.hasPrefix("+") ? text.dropFirst() : text[...]
            guard (3...20).contains(digits.utf8.count), digits.allSatisfy(\.isDigit) else { return nil }
            let isInternational = text.hasPrefix("+") || fields.dropFirst(2).first?.integer == 145
            return (isInternational ? "+" : "") + digits
        }
    }
}
