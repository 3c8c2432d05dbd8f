import Testing

@testable import ModemEmulator

@Suite struct ATCommandTests {
    @Test(arguments: [
        ("", []),
        ("E0", [ATCommand.basic("E", 0)]),
        ("e", [.basic("E", 0)]),
        ("E0V1Q0", [.basic("E", 0), .basic("V", 1), .basic("Q", 0)]),
        ("&F&C1", [.ampersand("F", 0), .ampersand("C", 1)]),
        ("S0=0S7?", [.register(0, 0), .register(7, nil)]),
        ("E0+CPMS?", [.basic("E", 0), .extended("+CPMS", .read)]),
        ("+cgmi;+CGMM", [.extended("+CGMI", .execute), .extended("+CGMM", .execute)]),
        ("+COPS=?", [.extended("+COPS", .test)]),
        ("+CPIN=\"1234\"", [.extended("+CPIN", .set(["1234"]))]),
        (
            "+CGDCONT=1,\"IP\",\"a;b\";+CSQ",
            [.extended("+CGDCONT", .set(["1", "IP", "a;b"])), .extended("+CSQ", .execute)]
        ),
        ("+CRSM=192,12258, ,,0", [.extended("+CRSM", .set(["192", "12258", "", "", "0"]))]),
        ("DT*99#;+CSQ", [.dial("T*99#;+CSQ")]),
        ("+CSQ?x", [.malformed]),
        ("E0#", [.basic("E", 0), .malformed]),
        ("S0", [.malformed]),
        ("S99999999999999999999=1", [.malformed]),
        ("\u{FF}", [.malformed]),
    ])
    func aLineIsItsCommands(body: String, commands: [ATCommand]) {
        #expect(ATCommand.parse(Array(body.utf8)) == commands)
    }

    @Test(
        arguments: [
            ("*99#", 1), ("*99***1#", 1), ("T*99***16#", 16), ("*99**1*3#", 3), ("p*99#", 1), ("*99***17#", nil),
            ("*99***0#", nil), ("*99", nil), ("*98#", nil), ("", nil), ("#", nil), ("*99#1", nil), ("*991#", nil),
        ] as [(String, Int?)])
    func dialStringsNameTheirContext(number: String, context: Int?) {
        #expect(ATInterpreter.packetContext(number) == context)
    }

    @Test(arguments: [
        ("AT+CPIN=\"1234\"", "AT+CPIN=\"****\""), ("at+cpin=1234", "at+cpin=****"), ("AT+CPIN?", "AT+CPIN?"),
        ("ATE0;+CLCK=\"SC\",1,\"98765\";+CSQ", "ATE0;+CLCK=\"SC\",*,\"*****\";+CSQ"), ("AT\u{1}\u{1B}[m", "AT??[m"),
    ])
    func secretsAndControlCharactersStayOutOfTheLog(line: String, logged: String) {
        #expect(SecretMask.masked(line) == logged)
    }
}
