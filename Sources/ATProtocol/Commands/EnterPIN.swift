extension AT {
    /// `AT+CPIN="1234"` (3GPP TS 27.007, 8.3). Each wrong one costs a try: the caller answers for when it is sent.
    ///
    /// ``CMEError/Code/incorrectPassword``: wrong. ``CMEError/Code/simPukRequired``: wrong, and it was the last try.
    package struct EnterPIN: ATRequest {
        package typealias Reply = Void
        private let parameters: [ATParameter]

        /// - Throws: ``ATSyntaxError`` unless it is 4 to 8 digits.
        package init(_ pin: String) throws(ATSyntaxError) { parameters = [try .pin(pin)] }

        /// The PUK and the PIN it sets.
        /// - Throws: ``ATSyntaxError`` unless both are 4 to 8 digits.
        package init(puk: String, newPIN: String) throws(ATSyntaxError) {
            parameters = [try .pin(puk), try .pin(newPIN)]
        }

        package var command: ATCommand { ATCommand("AT+CPIN=", parameters, deadline: .seconds(10)) }
    }
}
