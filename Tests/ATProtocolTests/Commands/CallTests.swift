import ATProtocol
import Testing

@Suite struct CallTests {
    @Test(arguments: [("CONNECT", ""), ("CONNECT 7200000", "7200000")])
    func aCallThatIsUp(line: String, text: String) throws {
        #expect(try AT.Dial("*99#").reply(to: line.framed) == text)
    }

    @Test(arguments: [
        ("NO CARRIER", ATError.noCarrier), ("BUSY", .busy), ("NO ANSWER", .noAnswer), ("NO DIALTONE", .noDialtone),
        ("ERROR", .error), ("+CME ERROR: 148", .cme(CMEError(.init(rawValue: 148)))), ("OK", .unexpectedResponse("")),
    ])
    func aCallThatIsNot(line: String, error: ATError) {
        #expect(throws: error) { try AT.Dial("*99#").reply(to: line.framed) }
    }

    @Test(arguments: [("+CFUN: 1", RadioLevel.full), ("+CFUN: 4", .radioOff), ("+CFUN: 0,0", .minimum)])
    func theRadioSaysItsLevel(line: String, level: RadioLevel) throws {
        #expect(try AT.RadioFunctionQuery().reply(to: answer(line)) == level)
    }

    @Test func aLevelBeyondAllReasonIsRefused() {
        #expect(throws: ATError.unexpectedResponse("+CFUN: 256")) {
            try AT.RadioFunctionQuery().reply(to: answer("+CFUN: 256"))
        }
    }

    @Test(arguments: [
        ("+CEER: No cause information available", ""), ("+CEER: Illegal MS", "Illegal MS"),
        ("Network rejected", "Network rejected"),
    ])
    func theReasonOfAFailureIsTheModemsWords(line: String, text: String) throws {
        #expect(try AT.CallFailureCause().reply(to: answer(line)) == text)
    }
}
