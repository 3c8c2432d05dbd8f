import ATProtocol
import Testing

/// What an administrator types, and what comes back.
@Suite struct UserCommandTests {
    private func ask(_ text: String, _ wire: String) throws -> [String] {
        try AT.UserCommand(ATCommand.userSupplied(text, deadline: .seconds(1))).reply(to: wire)
    }

    @Test func theFinalResultIsTheLastLine() throws {
        #expect(try ask("AT+CREG?", answer("+CREG: 2,1,\"00C3\",\"ABCD\"")) == ["+CREG: 2,1,\"00C3\",\"ABCD\"", "OK"])
        #expect(try ask("ATI", answer("Model: MF622", "+GCAP: +CGSM")) == ["Model: MF622", "+GCAP: +CGSM", "OK"])
    }

    @Test(arguments: [
        ("ERROR", "ERROR"), ("COMMAND NOT SUPPORT", "COMMAND NOT SUPPORT"), ("+CME ERROR: 4", "+CME ERROR: 4"),
        ("+CME ERROR: SIM busy", "+CME ERROR: 14"), ("+CME ERROR: out of luck", "+CME ERROR: out of luck"),
        ("+CME ERROR: 100", "+CME ERROR: unknown"), ("+CMS ERROR: 302", "+CMS ERROR: 302"),
        ("+CMS ERROR: what", "+CMS ERROR: unknown"),
    ])
    func anErrorOfTheStickIsAnAnswer(final: String, expected: String) throws {
        #expect(try ask("AT+X", final.framed) == [expected])
    }

    // Not for such a command, but nobody has to know that here.
    @Test(arguments: [
        (FinalResult.connect(""), "CONNECT"), (.connect("7200000"), "CONNECT 7200000"), (.noCarrier, "NO CARRIER"),
        (.busy, "BUSY"), (.noDialtone, "NO DIALTONE"), (.noAnswer, "NO ANSWER"),
    ])
    func eachFinalResultHasItsWords(final: FinalResult, expected: String) throws {
        let request = AT.UserCommand(try ATCommand.userSupplied("AT", deadline: .seconds(1)))
        #expect(try request.reply(to: ATResponse(final: final)) == [expected])
    }

    @Test func whatIsNotTextIsMadeHarmless() throws {
        let request = AT.UserCommand(try ATCommand.userSupplied("AT+X", deadline: .seconds(1)))
        let line = Array("+X: \u{1b}[2J".utf8) + [0xff, 0x07] + Array("\u{202e}end".utf8)
        #expect(try request.reply(to: ATResponse(lines: [line[...]], final: .ok)) == ["+X: [2J\u{fffd}end", "OK"])
    }

    @Test func anAnswerIsBounded() throws {
        let request = AT.UserCommand(try ATCommand.userSupplied("AT+X", deadline: .seconds(1)))
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: 1023)[...]
        let full = try request.reply(to: ATResponse(lines: Array(repeating: line, count: 64), final: .ok))
        #expect(full.count == 65)
        #expect(throws: ATError.overflow) {
            try request.reply(to: ATResponse(lines: Array(repeating: line, count: 65), final: .ok))
        }
    }

    @Test func aWholeLineIsKept() throws {
        let line = String(repeating: "0123456789ABCDEF", count: 64)
        #expect(try ask("AT+CRSM=176,28476", answer(line)) == [line, "OK"])
    }
}
