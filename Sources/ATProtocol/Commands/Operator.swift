/// The network the stick is registered with. Empty strings: not known.
package struct OperatorReport: Equatable, Sendable {
    package let name: String
    /// Mobile country and network code, 5 or 6 digits.
    package let code: String
    package let accessTechnology: AccessTechnology?

    package init(name: String = "", code: String = "", accessTechnology: AccessTechnology? = nil) {
        self.name = name
        self.code = code
        self.accessTechnology = accessTechnology
    }
}

extension AT {
    /// `AT+COPS?` with the format set on the same line (3GPP TS 27.007, 7.3).
    package struct CurrentOperator: ATRequest {
        package enum Format: CaseIterable, Sendable {
            case name, code
            /// Both in one line: two `+COPS:` lines come back. Ask for one after the other where that fails.
            case both
        }

        private let format: Format

        package init(_ format: Format = .both) { self.format = format }

        package var command: ATCommand {
            switch format {
            case .name:
                ATCommand("AT+COPS=3,0;+COPS?", answer: .lines("+COPS:"), deadline: .seconds(10))
            case .code:
                ATCommand("AT+COPS=3,2;+COPS?", answer: .lines("+COPS:"), deadline: .seconds(10))
            case .both:
                ATCommand("AT+COPS=3,2;+COPS?;+COPS=3,0;+COPS?", answer: .lines("+COPS:"), deadline: .seconds(10))
            }
        }

        /// Empty when the stick is on no network.
        package func reply(to response: ATResponse) throws(ATError) -> OperatorReport {
            try response.requireSuccess()
            let lines = response.values(after: "+COPS:").map { ATField.split($0) }
            guard !lines.isEmpty, lines.allSatisfy({ $0.first?.integer != nil }) else { throw response.unexpected() }
            var name = ""
            var code = ""
            var accessTechnology: AccessTechnology?
            for fields in lines where fields.count >= 3 {
                // The format says what the text is; firmware without one gives digits for a code.
                if fields[1].integer == 2 || (fields[1].integer == nil && fields[2].isOperatorCode) {
                    if fields[2].isOperatorCode { code = fields[2].text }
                } else {
                    name = fields[2].text
                }
                if fields.count > 3 { accessTechnology = fields[3].integer.flatMap(AccessTechnology.init(code:)) }
            }
            return OperatorReport(name: name, code: code, accessTechnology: accessTechnology)
        }
    }
}

extension ATField {
    /// 5 or 6 digits.
    var isOperatorCode: Bool { (5...6).contains(bytes.count) && bytes.allSatisfy { (0x30...0x39).contains($0) } }
}
