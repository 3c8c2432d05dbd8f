extension AT {
    /// `AT+ZCDRUN=4`: whether the stick shows its CD-ROM when it is plugged in.
    ///
    /// ZTE's own; the answer is prose: `Inquiry autorun open state result(0:NO 1:YES):1`.
    package struct AutorunQuery: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+ZCDRUN=", [.number(4)], answer: Autorun.answer) }

        package func reply(to response: ATResponse) throws(ATError) -> Bool {
            try response.requireSuccess()
            guard let flag = Autorun.flag(in: response) else { throw response.unexpected() }
            return flag
        }
    }

    /// `AT+ZCDRUN=9` and `=8`: the CD-ROM is shown from the next plug on, or is not. It stays so in the stick.
    ///
    /// The answer is prose: `Close autorun state result(0:FAIL 1:SUCCESS):1`. The reply is whether the stick has done it; some
    /// firmware says nothing but OK, which counts.
    package struct AutorunSetting: ATRequest {
        private let isOn: Bool

        package init(_ isOn: Bool) { self.isOn = isOn }

        // It is written to the flash.
        package var command: ATCommand {
            ATCommand("AT+ZCDRUN=", [.number(isOn ? 9 : 8)], answer: Autorun.answer, deadline: .seconds(10))
        }

        package func reply(to response: ATResponse) throws(ATError) -> Bool {
            try response.requireSuccess()
            if response.lines.isEmpty { return true }
            guard let flag = Autorun.flag(in: response) else { throw response.unexpected() }
            return flag
        }
    }

    private enum Autorun {
        static let answer = ATCommand.Answer.lines("+ZCDRUN:", bare: true)

        /// What stands behind the last colon of a line, if that is a flag.
        static func flag(in response: ATResponse) -> Bool? {
            for line in response.lines {
                guard let colon = line.lastIndex(of: UInt8(ascii: ":")) else { continue }
                switch line[(colon + 1)...].filter({ $0 != UInt8(ascii: " ") }) {
                case [UInt8(ascii: "0")]: return false
                case [UInt8(ascii: "1")]: return true
                default: continue
                }
            }
            return nil
        }
    }
}
