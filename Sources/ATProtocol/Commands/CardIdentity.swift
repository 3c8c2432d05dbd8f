extension AT {
    /// The ICCID of the SIM: 18 to 20 digits (ITU-T E.118). Not for logs.
    package struct CardIdentity: ATRequest {
        package enum Method: CaseIterable, Sendable {
            /// READ BINARY of EF_ICCID, 10 bytes (3GPP TS 27.007, 8.18; TS 31.102, 4.1): works with each SIM, also before
            /// the PIN.
            case readFile
            /// `+CCID` and `+ICCID`, where the firmware has them.
            case ccid, iccid
        }

        private let method: Method

        package init(_ method: Method = .readFile) { self.method = method }

        package var command: ATCommand {
            switch method {
            case .readFile: ATCommand("AT+CRSM=176,12258,0,0,10", answer: .lines("+CRSM:"))
            case .ccid: ATCommand("AT+CCID", answer: .lines("+CCID:", "+ICCID:", bare: true))
            case .iccid: ATCommand("AT+ICCID", answer: .lines("+ICCID:", "+CCID:", bare: true))
            }
        }

        package func reply(to response: ATResponse) throws(ATError) -> String {
            try response.requireSuccess()
            let found =
                switch method {
                case .readFile: response.values(after: "+CRSM:").lazy.compactMap { Self.fileContent($0) }.first
                case .ccid, .iccid: response.lines.lazy.compactMap { Self.plainNumber($0) }.first
                }
            guard let found else { throw response.unexpected() }
            return found
        }

        // `144,0,"98…"`: SW1 144 (0x90), 145 or 159 mean success (TS 51.011, 9.4).
        private static func fileContent(_ values: ArraySlice<UInt8>) -> String? {
            let fields = ATField.split(values)
            guard fields.count >= 3, let status = fields[0].integer, [144, 145, 159].contains(status) else {
                return nil
            }
            let nibbles = fields[2].bytes.map(ATField.hexDigit)
            guard nibbles.count == 20, !nibbles.contains(nil) else { return nil }
            let digits = nibbles.compactMap(\.self)
            let swapped = stride(from: 0, to: 20, by: 2).flatMap { [digits[$0 + 1], digits[$0]] }
            // Some firmware swaps the digits itself. An ICCID begins with 89 (E.118).
            let isPlain = digits.starts(with: [8, 9]) && !swapped.starts(with: [8, 9])
            return number(isPlain ? digits : swapped)
        }

        private static func plainNumber(_ line: ArraySlice<UInt8>) -> String? {
            let value = line.rest(after: "+CCID:") ?? line.rest(after: "+ICCID:") ?? line
            let nibbles = (ATField.split(value).first?.bytes ?? []).map(ATField.hexDigit)
            guard !nibbles.contains(nil) else { return nil }
            return number(nibbles.compactMap(\.self))
        }

        // Filler is F at the end. Hexadecimal digits within: Chinese operators use them.
        private static func number(_ nibbles: [UInt8]) -> String? {
            var nibbles = nibbles
            while nibbles.last == 15 { nibbles.removeLast() }
            guard (18...20).contains(nibbles.count), nibbles.prefix(2).allSatisfy({ $0 < 10 }) else { return nil }
            return nibbles.map { String($0, radix: 16, uppercase: true) }.joined()
        }
    }
}
