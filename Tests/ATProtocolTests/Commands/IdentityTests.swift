import ATProtocol
import Testing

@Suite struct IdentityTests {
    @Test(arguments: [
        ("ZTE INCORPORATED", "ZTE INCORPORATED"), ("+CGMI: ZTE CORPORATION", "ZTE CORPORATION"),
        ("+cgmi:\"ZTE\"", "ZTE"), ("  ZTE  ", "ZTE"),
    ])
    func aNameComesWithAndWithoutItsPrefix(line: String, expected: String) throws {
        #expect(try AT.Identity(.manufacturer).reply(to: answer(line)) == expected)
    }

    @Test func noNameIsNoAnswer() {
        #expect(throws: ATError.unexpectedResponse("")) { try AT.Identity(.model).reply(to: answer()) }
        #expect(throws: ATError.error) { try AT.Identity(.model).reply(to: "ERROR".framed) }
    }

    @Test(arguments: [
        ("235251122555115", "235251122555115"), ("+CGSN: 35681201001234", "35681201001234"),
        ("+CGSN: \"3568120100123456\"", "3568120100123456"), ("IMEI: 023589923858188", "023589923858188"),
        ("129512359199159,SE393939TS", "129512359199159"),
    ])
    func anIMEIIsFoundInItsShapes(line: String, expected: String) throws {
        #expect(try AT.EquipmentIdentity().reply(to: answer(line)) == expected)
    }

    @Test(arguments: ["", "1234567890123", "12345678901234567", "35681201001234x", "١٢٣٤٥٦٧٨٩٠١٢٣٤"])
    func whatIsNoIMEIIsRefused(line: String) {
        #expect(throws: ATError.unexpectedResponse(line)) { try AT.EquipmentIdentity().reply(to: answer(line)) }
    }

    @Test(arguments: ["OK", "ERROR", "+CMS ERROR: 310", "+CME ERROR: 10", "COMMAND NOT SUPPORT"])
    func anyAnswerProvesThatAPortSpeaksAT(end: String) throws {
        try AT.Probe().reply(to: end.framed)
    }

    @Test func whatIsNoAnswerProvesNothing() {
        #expect(throws: ATError.timeout) { try AT.Probe().reply(to: "~\u{7f}garbage".framed) }
    }
}
