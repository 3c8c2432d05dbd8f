extension AT {
    /// `AT+CMGS=23`, then the PDU at the prompt (3GPP TS 27.005, 3.5.1). The reply is the message reference, which a status
    /// report names; nil: the message was taken, and the stick does not say as what.
    ///
    /// ``ATError/outcomeUnknown``: the PDU was handed over and no answer came, from the stick or from the network: the
    /// message may have been sent. Every other error: it was not.
    package struct MessageSend: ATRequest {
        package let command: ATCommand

        package init(_ message: ShortMessageSubmit) throws(ATSyntaxError) {
            command = try ATCommand("AT+CMGS=", [.number(message.length)], answer: .lines("+CMGS:"))
                .prompting(pdu: message.pdu)
        }

        package func reply(to response: ATResponse) throws(ATError) -> UInt8? {
            if response.final == .cms(CMSError.networkTimeout) { throw .outcomeUnknown }
            try response.requireSuccess()
            let value = response.values(after: "+CMGS:").first.flatMap { ATField.split($0).first?.integer }
            return value.flatMap { UInt8(exactly: $0) }
        }
    }

    /// `AT+CSCA?` (3GPP TS 27.005, 3.3.1): the service centre messages are sent by. Empty: none is set, and nothing can be sent.
    package struct ServiceCentreQuery: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CSCA?", answer: .lines("+CSCA:")) }

        package func reply(to response: ATResponse) throws(ATError) -> String {
            try response.requireSuccess()
            guard let value = response.values(after: "+CSCA:").first else { throw response.unexpected() }
            return ATField.split(value).first?.text ?? ""
        }
    }
}
