import ATProtocol
import Testing

@Suite struct ATCommandTests {
    private func wire(_ command: ATCommand) -> String { String(decoding: command.bytes, as: UTF8.self) }

    @Test func parametersAreQuotedAndJoined() throws {
        #expect(
            wire(try AT.PacketContext(1, accessPoint: "internet.t-mobile").command)
                == "AT+CGDCONT=1,\"IP\",\"internet.t-mobile\"\r")
        #expect(wire(try AT.Dial("*99***1#").command) == "ATD*99***1#\r")
        #expect(wire(AT.RadioFunction(.full, reset: true).command) == "AT+CFUN=1,1\r")
        #expect(wire(AT.RegistrationReporting(.packet, .status).command) == "AT+CGREG=1\r")
    }

    @Test func secretsAreOnTheWireButNotInTheLog() throws {
        let command = try AT.EnterPIN(puk: "12345678", newPIN: "4321").command
        #expect(wire(command) == "AT+CPIN=\"12345678\",\"4321\"\r")
        #expect(command.logText == "AT+CPIN=••••,••••")
        #expect(command.isSecret)
        #expect(!AT.Attention().command.isSecret)
    }

    @Test(arguments: ["\"", "\\", "a\rb", "a\nb", "a\0b", "\u{1b}", "\u{7f}", "ü", String(repeating: "a", count: 183)])
    func whatCouldEndAQuotedStringIsRefused(text: String) {
        #expect(throws: ATSyntaxError.self) { try ATParameter.quoted(text) }
    }

    @Test(arguments: ["", "123", "123456789", "12a4", "١٢٣٤", "1234\r", "12 34"])
    func aPINIsFourToEightDigits(text: String) {
        #expect(throws: ATSyntaxError.self) { try AT.EnterPIN(text) }
        #expect(throws: ATSyntaxError.self) { try AT.EnterPIN(puk: "12345678", newPIN: text) }
    }

    @Test(arguments: ["", "+", "*99#;", "*99#\r", "T*99#", "1 2", "+49+1", String(repeating: "1", count: 41)])
    func aNumberThatIsMoreThanANumberIsRefused(text: String) {
        #expect(throws: ATSyntaxError.self) { try AT.Dial(text) }
    }

    @Test(arguments: ["a\"b", "a b", "a;b", "ä", "a,b", String(repeating: "a", count: 101)])
    func anAccessPointNameIsLettersDigitsAndDots(text: String) {
        #expect(throws: ATSyntaxError.self) { try AT.PacketContext(1, accessPoint: text) }
    }

    @Test(arguments: [0, 17, -1, .max])
    func aContextIsOneToSixteen(identifier: Int) {
        #expect(throws: ATSyntaxError.self) { try AT.PacketContext(identifier, accessPoint: "") }
    }

    @Test(arguments: [
        "AT", "at+cgmi", "AT+ZSNT=0,0,0", "ATE0V1+CMEE=1;+CREG?", "AT&F", "AT&D2", "ATS0=0", "ATI", "AT+CMGS=?",
        "AT+CPMS=\"SM;D\"", "ATV1", "AT V1 Q0", "ATQ", "ATS3?", "ATS5=8", "ATS04?", "AT+CMUX=?", "AT+CGDCONT?",
        "AT%IPSYS?", "AT\\Q3", "AT+CMGL=4",
    ])
    func anAdministratorMayTypeWhatStaysInCommandMode(text: String) throws {
        let command = try ATCommand.userSupplied(text, deadline: .seconds(5))
        #expect(wire(command) == text + "\r")
        #expect(command.deadline == .seconds(5))
    }

    @Test(arguments: [
        "", "A", "CGMI", "AT\r", "AT+X\nAT", "AT\u{1a}", "ATé", "ATD*99#", "atdt1", "ATE0D1", "AT;D1", "ATA", "ATO0",
        "AT&C0D1",
        "ATV0", "ATV", "AT V 0", "ATE0V0", "ATQ1", "ATQ2", "ATQ01", "ATS3=10", "ATS003 = 10", "ATE0S4=13", "AT+CMUX=0",
        "AT+++",
        "AT+FTM=96",
        "AT\\Q3D1", "AT%C0D1", "AT+CMEE=1;D1", "AT+CGDATA=\"PPP\",1", "AT+cmgs=20", "AT+CMGF=0;+CMGW = 3", "AT+CNMA",
        "AT" + String(repeating: "I", count: 255),
    ])
    func whatWouldTakeThePortAwayIsRefused(text: String) {
        #expect(throws: ATSyntaxError.self) { try ATCommand.userSupplied(text, deadline: .seconds(5)) }
    }

    @Test func whatAnAdministratorTypedIsNotLogged() throws {
        #expect(try ATCommand.userSupplied("AT+CPIN=\"1234\"", deadline: .seconds(5)).logText == "AT+CPIN=••••")
        #expect(try ATCommand.userSupplied("AT+CGMI", deadline: .seconds(5)).logText == "AT+CGMI")
    }

    @Test func slowCommandsGetMoreTime() throws {
        #expect(AT.Signal().command.deadline == .seconds(3))
        #expect(AT.SIMStatus().command.deadline == .seconds(10))
        #expect(AT.CurrentOperator().command.deadline == .seconds(10))
        #expect(try AT.Dial("*99#").command.deadline == .seconds(60))
    }

    @Test func aMessageBodyIsHexadecimalAndEndsWithControlZ() throws {
        let command = try ATCommand("AT+CMGS=", [.number(18)]).prompting(pdu: "0011AB")
        #expect(command.body == Array("0011AB".utf8) + [0x1a])
        #expect(throws: ATSyntaxError.self) { try ATCommand("AT+CMGS=18").prompting(pdu: "00\u{1a}AT") }
    }
}
