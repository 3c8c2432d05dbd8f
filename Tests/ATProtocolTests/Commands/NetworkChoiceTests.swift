import ATProtocol
import Testing

/// Which network and which technology: +COPS=, +ZSNT.
@Suite struct NetworkChoiceTests {
    @Test(arguments: [
        (nil, "AT+COPS=0\r"), ("26201", "AT+COPS=1,2,\"26201\"\r"), ("310410", "AT+COPS=1,2,\"310410\"\r"),
    ])
    func aNetworkIsChosenByItsCode(code: String?, wire: String) throws {
        let command = try AT.OperatorSelection(code).command
        #expect(command.bytes == Array(wire.utf8))
        #expect(command.deadline == .seconds(120))
    }

    @Test(arguments: ["", "2620", "1234567", "2620a", "26\"01", "２６２０１"])
    func whatIsNoCodeIsNotSent(code: String) {
        #expect(throws: ATSyntaxError.self) { try AT.OperatorSelection(code) }
    }

    @Test(arguments: [
        ("+ZSNT: 0,0,0", RadioSelection(.any)), ("+ZSNT:0,1,1", RadioSelection(.any, preferring: .gsm)),
        ("+ZSNT: 0,0,2", RadioSelection(.any, preferring: .wcdma)), ("+ZSNT: 1,0,0", RadioSelection(.gsm)),
        ("+ZSNT: 2,0,0,7", RadioSelection(.wcdma)), ("+zsnt: 6,0,0", RadioSelection(.lte)),
    ])
    func theTechnologiesThatMayBeUsed(line: String, expected: RadioSelection) throws {
        #expect(try AT.RadioSelectionQuery().reply(to: answer(line)) == expected)
    }

    @Test(arguments: ["+ZSNT: 3,0,0", "+ZSNT: 0,0,3", "+ZSNT: 0,0", "+ZSNT:", "+ZSNT: x,0,0", "+ZSNT: -1,0,0", "0,0,0"])
    func whatIsNoChoiceIsRefused(line: String) {
        #expect(throws: ATError.self) { try AT.RadioSelectionQuery().reply(to: answer(line)) }
    }

    @Test(arguments: [
        (RadioSelection(.any), "AT+ZSNT=0,0,0\r"), (RadioSelection(.lte), "AT+ZSNT=6,0,0\r"),
        (RadioSelection(.any, preferring: .wcdma), "AT+ZSNT=0,0,2\r"),
    ])
    func technologiesAreChosen(selection: RadioSelection, wire: String) {
        #expect(AT.RadioSelectionSetting(selection).command.bytes == Array(wire.utf8))
    }
}
