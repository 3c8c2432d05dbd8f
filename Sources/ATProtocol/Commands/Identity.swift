extension AT {
    /// Manufacturer, model and firmware (3GPP TS 27.007, 5.1 to 5.3). The answer is one line, with or without a prefix.
    package struct Identity: ATRequest {
        package enum Item: CaseIterable, Sendable {
            case manufacturer, model, revision
        }

        private let item: Item

        package init(_ item: Item) { self.item = item }

        package var command: ATCommand {
            switch item {
            case .manufacturer: ATCommand("AT+CGMI", answer: .lines("+CGMI:", bare: true))
            case .model: ATCommand("AT+CGMM", answer: .lines("+CGMM:", bare: true))
            case .revision: ATCommand("AT+CGMR", answer: .lines("+CGMR:", bare: true))
            }
        }

        /// Cleaned; not empty.
        package func reply(to response: ATResponse) throws(ATError) -> String {
            try response.requireSuccess()
            let text = response.bareText(after: command.answer.prefixes)
            guard !text.isEmpty else { throw response.unexpected() }
            return text
        }
    }

    /// The IMEI (3GPP TS 27.007, 5.4): 14 to 16 digits. The check digit is not checked: sticks with a wrong one are in use.
    package struct EquipmentIdentity: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CGSN", answer: .lines("+CGSN:", "IMEI:", bare: true)) }

        package func reply(to response: ATResponse) throws(ATError) -> String {
            try response.requireSuccess()
            for line in response.lines {
                let value = line.rest(after: "+CGSN:") ?? line.rest(after: "IMEI:") ?? line
                let digits = ATField.split(value).first?.text ?? ""
                if (14...16).contains(digits.utf8.count), digits.allSatisfy(\.isDigit) { return digits }
            }
            throw response.unexpected()
        }
    }
}

extension ATResponse {
    /// The first line without prefix and quotes.
    func bareText(after prefixes: [String]) -> String {
        guard let line = lines.first else { return "" }
        let value = prefixes.lazy.compactMap { line.rest(after: $0) }.first ?? line
        guard value.first == UInt8(ascii: "\"") else { return ModemText.clean(value) }
        return ModemText.clean(value.filter { $0 != UInt8(ascii: "\"") })
    }
}
