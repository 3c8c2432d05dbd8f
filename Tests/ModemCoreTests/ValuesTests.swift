import ModemCore
import Testing

struct ValuesTests {
    @Test(arguments: [
        "internet", "web.vodafone.de", "a", "with-hyphen", "with_underscore", String(repeating: "x", count: 100),
    ])
    func accessPointNamesThatAreTaken(text: String) throws {
        #expect(try AccessPointName(text).text == text)
    }

    @Test(arguments: [
        "", String(repeating: "x", count: 101), "a\"b", "a;b", "a\rb", "a\nb", "a b", "é", "a..b", ".a", "a.",
        "a\u{0}b", "a,b",
    ])
    func accessPointNamesThatAreRefused(text: String) {
        #expect(throws: InvalidValue.self) { try AccessPointName(text) }
    }

    @Test(arguments: ["*99#", "*99***1#", "+491701234567", "0"])
    func numbersThatAreTaken(text: String) throws { #expect(try DialNumber(text).text == text) }

    @Test(arguments: ["", "+", "*99#;", "*99#\r", "12a", "１２", "1 2", "++1", String(repeating: "1", count: 41)])
    func numbersThatAreRefused(text: String) {
        #expect(throws: InvalidValue.self) { try DialNumber(text) }
    }

    @Test(arguments: ["123", "123456789", "12a4", "", "１２３４", "12 34"])
    func pinsThatAreRefused(text: String) {
        #expect(throws: InvalidValue.self) { try PIN(text) }
    }

    @Test(arguments: ["", "1234567", "123456789", "1234567a", "１２３４５６７８", "1234 678", "12345678\r"])
    func puksThatAreRefused(text: String) {
        #expect(throws: InvalidValue.self) { try PUK(text) }
    }

    @Test func aRefusedPINIsNamedAsItsArgument() {
        #expect(throws: InvalidValue("new_pin", "must be 4 to 8 digits")) { try PIN("12", name: "new_pin") }
        #expect(throws: InvalidValue("puk", "must be 8 digits")) { try PUK("1234") }
    }

    @Test func secretsAreNeverPrinted() throws {
        let pin = try PIN("4711")
        #expect(!"\(try PUK("12345678"))".contains("12345678"))
        #expect(!"\(try RawCommand("AT+CPIN=\"4711\""))".contains("4711"))
        let identity = SIMIdentity(
            iccid: "8949020000012345678", imsi: "262011234567890", numbers: [try PhoneNumber("112")])
        #expect("\(identity)" == "••••")
        let password = try Credential("hunter2", name: "password")
        #expect(!"\(pin) \(password)".contains("4711"))
        #expect(!"\(pin) \(password)".contains("hunter2"))
    }

    @Test(arguments: ["", "with\"quote", "back\\slash", "line\nbreak", "ünïcode", String(repeating: "p", count: 65)])
    func credentialsThatAreRefused(text: String) {
        #expect(throws: InvalidValue.self) { try Credential(text, name: "password") }
    }

    @Test(arguments: ["26201", "310410"])
    func operatorCodesThatAreTaken(text: String) throws { #expect(try OperatorCode(text).digits == text) }

    @Test(arguments: ["", "2620", "2620155", "2620a", "２６２０１", "26201 ", "2620\""])
    func operatorCodesThatAreRefused(text: String) {
        #expect(throws: InvalidValue.self) { try OperatorCode(text) }
    }

    @Test(arguments: ["112", "+491701234567", "01701234567", String(repeating: "1", count: 20)])
    func phoneNumbersThatAreTaken(text: String) throws { #expect(try PhoneNumber(text).text == text) }

    @Test(arguments: [
        "", "+", "11", "+11", "++491701234567", "0170 1234567", "0170-123", "0170\r123", "0170\";", "１１２", "112\u{0}",
        "*100#",
        String(repeating: "1", count: 21),
    ])
    func phoneNumbersThatAreRefused(text: String) {
        #expect(throws: InvalidValue.self) { try PhoneNumber(text) }
    }

    @Test func aPhoneNumberKnowsItsCountry() throws {
        #expect(try PhoneNumber("+4917012").isInternational)
        #expect(try PhoneNumber("+4917012").digits == "4917012")
        #expect(try !PhoneNumber("017012").isInternational)
    }

    @Test(arguments: ["*100#", "#", "*101*1234#", "+12", String(repeating: "1", count: 182)])
    func codesThatAreTaken(text: String) throws { #expect(try USSDCode(text).text == text) }

    @Test(arguments: [
        "", "+", "*100#\r", "*100#;", "*100\"", "*100#,15", "balance", "*1 00#", "＊100#",
        String(repeating: "1", count: 183),
    ])
    func codesThatAreRefused(text: String) {
        #expect(throws: InvalidValue.self) { try USSDCode(text) }
    }

    @Test(arguments: [1, 30, 3600] as [UInt32])
    func signalIntervalsThatAreTaken(seconds: UInt32) throws {
        #expect(try SignalInterval(seconds: seconds).duration == .seconds(Int64(seconds)))
    }

    @Test(arguments: [0, 3601, UInt32.max])
    func signalIntervalsThatAreRefused(seconds: UInt32) {
        #expect(throws: InvalidValue.self) { try SignalInterval(seconds: seconds) }
    }

    @Test func kindsOfResetAreThoseOfTheAPI() throws {
        #expect(ResetKind.allCases.map(\.rawValue) == ["radio", "modem"])
        #expect(try ResetKind("modem") == .modem)
        #expect(throws: InvalidValue.self) { try ResetKind("everything") }
    }

    @Test func networkModesAreThoseOfTheAPI() throws {
        let names = ["auto", "2g", "3g", "4g", "prefer-2g", "prefer-3g", "prefer-4g"]
        #expect(NetworkMode.allCases.map(\.rawValue) == names)
        #expect(try NetworkMode("prefer-3g") == .prefer3G)
        #expect(throws: InvalidValue.self) { try NetworkMode("5g") }
    }

    @Test(arguments: ["AT", "at+cgmi", "AT+CSQ;+CREG?", "ATV1Q0", "AT+CMGS=?", "ATI", "AT+CUSD=1,\"*100#\"", "AT&F"])
    func commandsThatAreTaken(text: String) throws { #expect(try "\(RawCommand(text))".prefix(2) == text.prefix(2)) }

    @Test(arguments: [
        "", "A/", "+++", "AT+++", "CSQ", "ATD112;", "AT+CSQ;D*99#", "ATO", "ATA", "AT+CMGS=20", "AT+CMGW=20",
        "AT+CMUX=0",
        "ATV0", "ATQ1", "ATS3=10", "AT+CSQ\rATD1", "AT\n", "AT+COPS=\u{1b}", "ATé",
        "AT" + String(repeating: "I", count: 255),
    ])
    func commandsThatAreRefused(text: String) {
        #expect(throws: InvalidValue.self) { try RawCommand(text) }
    }

    @Test func aCommandHasATimeLimit() throws {
        for limit: UInt32 in [1, 999, 120_001, .max] {
            #expect(throws: InvalidValue("timeout_ms", "must be 1000 to 120000, or 0 for 10000")) {
                try RawCommand("AT", milliseconds: limit)
            }
        }
        for limit: UInt32 in [0, 1000, 120_000] { _ = try RawCommand("AT", milliseconds: limit) }
    }
}
