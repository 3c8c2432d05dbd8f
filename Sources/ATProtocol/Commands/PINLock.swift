extension AT {
    /// `AT+CLCK="SC",2` (3GPP TS 27.007, 7.4): whether the SIM asks for its PIN when it is turned on.
    package struct PINLockQuery: ATRequest {
        package init() {}

        package var command: ATCommand {
            ATCommand("AT+CLCK=\"SC\",", [.number(2)], answer: .lines("+CLCK:"), deadline: .seconds(10))
        }

        package func reply(to response: ATResponse) throws(ATError) -> Bool {
            try response.requireSuccess()
            switch response.values(after: "+CLCK:").first.flatMap({ ATField.split($0).first?.integer }) {
            case 0: return false
            case 1: return true
            default: throw response.unexpected()
            }
        }
    }

    /// `AT+CLCK="SC",1,"1234"`: has the SIM ask for its PIN, or not. A wrong PIN costs a try: the caller answers for when it
    /// is sent.
    package struct PINLockSetting: ATRequest {
        package typealias Reply = Void
        private let parameters: [ATParameter]

        /// - Throws: ``ATSyntaxError`` unless the PIN is 4 to 8 digits.
        package init(_ isOn: Bool, pin: String) throws(ATSyntaxError) {
            parameters = [.number(isOn ? 1 : 0), try .pin(pin)]
        }

        package var command: ATCommand { ATCommand("AT+CLCK=\"SC\",", parameters, deadline: .seconds(10)) }
    }

    /// `AT+CPWD="SC","1234","4321"` (3GPP TS 27.007, 7.5): another PIN. A SIM that does not ask for its PIN refuses it; a
    /// wrong old one costs a try.
    package struct PINChange: ATRequest {
        package typealias Reply = Void
        private let parameters: [ATParameter]

        /// - Throws: ``ATSyntaxError`` unless both are 4 to 8 digits.
        package init(from old: String, to new: String) throws(ATSyntaxError) {
            parameters = [try .pin(old), try .pin(new)]
        }

        package var command: ATCommand { ATCommand("AT+CPWD=\"SC\",", parameters, deadline: .seconds(10)) }
    }
}
