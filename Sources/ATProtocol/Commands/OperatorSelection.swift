extension AT {
    /// `AT+COPS=0`, `AT+COPS=1,2,"26201"` (3GPP TS 27.007, 7.3): which network to register with. The answer comes when that
    /// is done or refused, which takes up to two minutes; a character on the way ends the attempt.
    package struct OperatorSelection: ATRequest {
        package typealias Reply = Void
        private let parameters: [ATParameter]

        /// - Parameter code: mobile country and network code; nil leaves the choice to the stick.
        /// - Throws: ``ATSyntaxError`` unless it is 5 or 6 digits.
        package init(_ code: String?) throws(ATSyntaxError) {
            guard let code else {
                parameters = [.number(0)]
                return
            }
            guard (5...6).contains(code.utf8.count), code.allSatisfy(\.isDigit) else {
                throw ATSyntaxError("must be 5 or 6 digits")
            }
            parameters = [.number(1), .number(2), try .quoted(code)]
        }

        package var command: ATCommand {
            ATCommand("AT+COPS=", parameters, kind: .abortable, deadline: .seconds(120))
        }
    }
}
