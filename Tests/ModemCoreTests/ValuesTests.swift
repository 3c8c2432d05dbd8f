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

    @Test func secretsAreNeverPrinted() throws {
        let pin = try PIN("4711")
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

    @Test func networkModesAreThoseOfTheAPI() throws {
        let names = ["auto", "2g", "3g", "4g", "prefer-2g", "prefer-3g", "prefer-4g"]
        #expect(NetworkMode.allCases.map(\.rawValue) == names)
        #expect(try NetworkMode("prefer-3g") == .prefer3G)
        #expect(throws: InvalidValue.self) { try NetworkMode("5g") }
    }
}
