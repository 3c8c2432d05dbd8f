extension AT {
    /// The IMSI (`AT+CIMI`; 3GPP TS 27.007, 5.6): 6 to 15 digits, with or without a prefix. Not for logs.
    package struct SubscriberIdentity: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CIMI", answer: .lines("+CIMI:", bare: true)) }

        package func reply(to response: ATResponse) throws(ATError) -> String {
            try response.requireSuccess()
            for line in response.lines {
                let digits = ATField.split(line.rest(after: "+CIMI:") ?? line).first?.text ?? ""
                if (6...15).contains(digits.utf8.count), digits.allSatisfy(\.isDigit) { return digits }
            }
            throw response.unexpected()
        }
    }
}
