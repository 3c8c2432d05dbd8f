extension AT {
    /// `AT+CUSD=1,"*100#",15` (3GPP TS 27.007, 7.15): begins a dialogue with the network, or answers it. The text comes later, as
    /// ``Unsolicited/cusd(_:)``, before or after the reply. Not logged.
    package struct UnstructuredRequest: ATRequest {
        package typealias Reply = Void
        package let command: ATCommand

        /// The GSM alphabet, in no language (3GPP TS 23.038, 5).
        private static let coding = 15

        /// - Parameters:
        ///   - text: a code such as `*100#`, or the choice from a menu, in the alphabet of GSM.
        ///   - form: what the stick wants.
        /// - Throws: ``ATSyntaxError`` if the text is empty, longer than 182 characters of 7 bits, or cannot be said in `form`.
        package init(_ text: String, form: UnstructuredForm = .plain) throws(ATSyntaxError) {
            let text = try form.parameter(text)
            // Vouchers and PINs of the operator are codes too.
            command = ATCommand("AT+CUSD=", [.number(1), text, .number(Self.coding)], deadline: .seconds(30))
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
