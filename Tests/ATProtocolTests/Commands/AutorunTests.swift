import ATProtocol
import Testing

/// Whether the CD-ROM is shown: +ZCDRUN=, which answers in prose.
@Suite struct AutorunTests {
    @Test(arguments: [
        ("Inquiry autorun open state result(0:NO 1:YES):1", true),
        ("Inquiry autorun open state result(0:NO 1:YES):0", false),
        ("Inquiry autorun open state result(0:NO 1:YES): 1 ", true), ("+ZCDRUN: 0", false),
    ])
    func theStateIsWhatStandsBehindTheLastColon(line: String, isOn: Bool) throws {
        #expect(try AT.AutorunQuery().reply(to: answer(line)) == isOn)
    }

    @Test(arguments: [
        ("Close autorun state result(0:FAIL 1:SUCCESS):1", true),
        ("Close autorun state result(0:FAIL 1:SUCCESS):0", false),
        ("Open autorun state result(0:FAIL 1:SUCCESS):1", true),
    ])
    func aChangeSaysWhetherItWasMade(line: String, isDone: Bool) throws {
        #expect(try AT.AutorunSetting(false).reply(to: answer(line)) == isDone)
    }

    @Test func sayingNothingButOKIsAYesToAChangeAndNoAnswerToAQuestion() throws {
        #expect(try AT.AutorunSetting(true).reply(to: answer()))
        #expect(throws: ATError.unexpectedResponse("")) { try AT.AutorunQuery().reply(to: answer()) }
    }

    @Test(arguments: ["unknown", "result(0:NO 1:YES):2", "result(0:NO 1:YES):", "1", "result:11", ":"])
    func whatIsNoFlagIsRefused(line: String) {
        #expect(throws: ATError.unexpectedResponse(line)) { try AT.AutorunQuery().reply(to: answer(line)) }
        #expect(throws: ATError.unexpectedResponse(line)) { try AT.AutorunSetting(true).reply(to: answer(line)) }
    }

    @Test func anUnsolicitedLineInBetweenIsNoAnswer() throws {
        let prose = "Close autorun state result(0:FAIL 1:SUCCESS):1"
        #expect(try AT.AutorunSetting(false).reply(to: answer("+ZUSIMR:2", prose)))
        #expect(throws: ATError.unexpectedResponse("")) { try AT.AutorunQuery().reply(to: answer("+ZUSIMR:2")) }
    }

    @Test func aFirmwareThatDoesNotKnowItSaysSo() {
        #expect(throws: ATError.error) { try AT.AutorunSetting(false).reply(to: "ERROR".framed) }
        #expect(throws: ATError.error) { try AT.AutorunQuery().reply(to: "ERROR".framed) }
    }

    @Test func theCommandsAreThoseOfTheMaker() {
        #expect(AT.AutorunQuery().command.logText == "AT+ZCDRUN=4")
        #expect(AT.AutorunSetting(false).command.logText == "AT+ZCDRUN=8")
        #expect(AT.AutorunSetting(true).command.logText == "AT+ZCDRUN=9")
    }
}
