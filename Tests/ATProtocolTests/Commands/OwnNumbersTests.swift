import ATProtocol
import Testing

/// What is stored in the SIM as its own number: +CNUM.
@Suite struct OwnNumbersTests {
    @Test(arguments: [
        ("+CNUM: \"\",\"+491701234567\",145", "+491701234567"), ("+CNUM: \"Me\",\"491701234567\",145", "+491701234567"),
        ("+CNUM: ,\"01701234567\",129,7,4", "01701234567"), ("+cnum:\"a,b\",112", "112"),
    ])
    func oneNumber(line: String, expected: String) throws {
        #expect(try AT.OwnNumbers().reply(to: answer(line)) == [expected])
    }

    @Test func severalAndNone() throws {
        let lines = answer("+CNUM: \"1\",\"111\",129", "+CNUM: \"2\",\"222\",129", "+CNUM: \"1\",\"111\",129")
        #expect(try AT.OwnNumbers().reply(to: lines) == ["111", "222"])
        #expect(try AT.OwnNumbers().reply(to: "OK".framed) == [])
        #expect(throws: ATError.self) { try AT.OwnNumbers().reply(to: "+CME ERROR: 22".framed) }
    }

    @Test(arguments: [
        "+CNUM:", "+CNUM: \"\",\"\",129", "+CNUM: \"\",\"+\",145", "+CNUM: \"\",\"12\",129",
        "+CNUM: \"\",\"call me\",129",
        "+CNUM: \"\",\"1234567890123456789012\",129", "+CNUM: \"\",\"１２３４\",129", "+CNUM: \"\",\"0170\u{1b}[2J\",129",
        "+CNUM: \"\",\"++4917012\",145", "01701234567",
    ])
    func whatIsNoNumberIsLeftOut(line: String) throws {
        #expect(try AT.OwnNumbers().reply(to: answer(line)) == [])
    }

    @Test func aHostileStickHasNoMoreThanEight() throws {
        let lines = (100..<200).map { "+CNUM: ,\"\($0)\",129".framed }.joined() + "OK".framed
        #expect(try AT.OwnNumbers().reply(to: lines).count == 8)
    }
}
