extension AT {
    /// `AT+CUSD=1,"*100#",15` (3GPP TS 27.007, 7.15): begins a dialogue with the network, or answers it. The text comes later, as
    /// ``Unsolicited/cusd(_:)``.
    package struct UnstructuredRequest: ATRequest {
        package typealias Reply = Void
        package let command: ATCommand

        /// - Parameters:
        ///   - text: a code such as `*100#`, or the choice from a menu; the alphabet of GSM.
        ///   - form: what the stick wants.
        /// - Throws: ``ATSyntaxError`` if the text is empty, longer than 160 characters of 7 bits, or cannot be said in `form`.
        package init(_ text: String, form: UnstructuredForm = .plain) throws(ATSyntaxError) {
            throw ATSyntaxError("not yet")
        }
    }

    /// `AT+CUSD=2`: ends the dialogue.
    package struct UnstructuredCancel: ATRequest {
        package typealias Reply = Void
        package init() {}

        package var command: ATCommand { ATCommand("AT+CUSD=", [.number(2)], deadline: .seconds(10)) }
    }

    /// `AT+CUSD=1`: what the network says is shown.
    package struct UnstructuredReporting: ATRequest {
        package typealias Reply = Void
        package init() {}

        package var command: ATCommand { ATCommand("AT+CUSD=", [.number(1)]) }
    }
}
