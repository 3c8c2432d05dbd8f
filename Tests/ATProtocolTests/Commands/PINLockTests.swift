import ATProtocol
import Testing

/// Whether the SIM asks for its PIN, and another PIN: +CLCK, +CPWD.
@Suite struct PINLockTests {
    @Test(arguments: [("+CLCK: 0", false), ("+CLCK: 1", true), ("+clck:1,7", true)])
    func whetherItAsks(line: String, expected: Bool) throws {
        #expect(AT.PINLockQuery().command.bytes == Array("AT+CLCK=\"SC\",2\r".utf8))
        #expect(try AT.PINLockQuery().reply(to: answer(line)) == expected)
    }

    @Test(arguments: ["+CLCK: 2", "+CLCK:", "+CLCK: yes", "1", ""])
    func whatIsNeitherIsRefused(line: String) {
        #expect(throws: ATError.self) { try AT.PINLockQuery().reply(to: answer(line)) }
    }

    @Test func aPINIsSentAndNeverLogged() throws {
        let setting = try AT.PINLockSetting(true, pin: "1234").command
        #expect(setting.bytes == Array("AT+CLCK=\"SC\",1,\"1234\"\r".utf8))
        #expect(setting.isSecret && setting.logText == "AT+CLCK=\"SC\",1,••••")
        #expect(try AT.PINLockSetting(false, pin: "1234").command.bytes == Array("AT+CLCK=\"SC\",0,\"1234\"\r".utf8))
        let change = try AT.PINChange(from: "1234", to: "87654321").command
        #expect(change.bytes == Array("AT+CPWD=\"SC\",\"1234\",\"87654321\"\r".utf8))
        #expect(change.isSecret && change.logText == "AT+CPWD=\"SC\",••••,••••")
    }

    @Test(arguments: ["", "123", "123456789", "12\"4", "1234\r"])
    func whatIsNoPINIsNotSent(text: String) {
        #expect(throws: ATSyntaxError.self) { try AT.PINLockSetting(true, pin: text) }
        #expect(throws: ATSyntaxError.self) { try AT.PINChange(from: text, to: "1234") }
        #expect(throws: ATSyntaxError.self) { try AT.PINChange(from: "1234", to: text) }
    }
}
