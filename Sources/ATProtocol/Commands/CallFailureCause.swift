extension AT {
    /// `AT+CEER`: why the last call failed, in the modem's words (3GPP TS 27.007, 6.10). Empty where it knows nothing, which
    /// many say with the standard's own words for that.
    package struct CallFailureCause: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CEER", answer: .lines("+CEER:", bare: true)) }

        package func reply(to response: ATResponse) throws(ATError) -> String {
            try response.requireSuccess()
            let text = response.bareText(after: command.answer.prefixes)
            return text.lowercased().hasPrefix("no cause information") ? "" : text
        }
    }
}
