import Testing

@testable import ModemEmulator

@Suite struct ATInterpreterTests {
    private var interpreter = ATInterpreter()
    private var state: StickState

    init() {
        state = StickState(
            identity: StickFamily.mf622.identity(imei: "356938035643809"),
            sim: SIMCard(imsi: "262011234567890", iccid: "8949020000012345678", pin: "1234", asksForPIN: false))
        interpreter.echo = false
    }

    private mutating func ask(_ line: String) -> String {
        String(decoding: interpreter.receive(Array((line + "\r").utf8), state: &state).bytes, as: UTF8.self)
            .split(separator: "\r\n").joined(separator: "|")
    }

    @Test(arguments: [
        ("AT", "OK"), ("at", "OK"), ("hello", ""), ("A", ""), ("", ""), ("+ZUS\0aT+CGMM", "MF622|OK"), ("ATI", "OK"),
        ("ATZ", "ERROR"), ("AT&F", "OK"), ("ATV0", "ERROR"),
        ("AT+CGMI", "ZTE INCORPORATED|OK"), ("AT+CGMM", "MF622|OK"),
        ("AT+CGMR", "3UKP671M3V1.0.0B08 3UKP671M3V1.0.0B08 1  [Jan 07 2008 16:00:00]|OK"),
        ("AT+CGSN", "356938035643809|OK"), ("AT+CIMI", "262011234567890|OK"), ("AT+CCID", "ERROR"),
        ("AT+ZGETICCID", "+ZGETICCID: 8949020000012345678|OK"),
        ("AT+CRSM=176,12258,0,0,10", "+CRSM: 144,0,\"989420000010325476F8\"|OK"),
        ("AT+CRSM=176,28589,0,0,4", "+CRSM: 144,0,\"00000002\"|OK"),
        ("AT+CRSM=192,12258,0,0,255", "+CRSM: 144,0,\"0000000A2FE204000FF0FF01020000\"|OK"),
        ("AT+CRSM=176,1,0,0,4", "+CRSM: 106,130,\"\"|OK"), ("AT+CRSM=176,12258", "ERROR"),
        ("AT+CPIN?", "+CPIN: READY|OK"), ("AT+ZPINPUK=?", "+ZPINPUK: 3,10|OK"),
        ("AT+CREG?", "+CREG: 0,0|OK"), ("AT+COPS?", "+COPS: 0|OK"), ("AT+CSQ", "+CSQ: 18,99|OK"),
        ("AT+CFUN?", "+CFUN: 1|OK"), ("AT+CGATT?", "+CGATT: 0|OK"), ("AT+CGDCONT?", "OK"),
        ("ATE0+CPMS?", "+CPMS: \"SM\",0,20,\"SM\",0,20,\"SM\",0,20|OK"), ("AT+NOSUCH", "ERROR"),
        ("AT+CNMI=1,1", "OK"), ("AT+CNMI=2,1", "ERROR"),
        ("AT+ZCDRUN=8", "Close autorun state result(0:FAIL 1:SUCCESS):1|OK"),
        ("AT+ZRSSI", "+ZRSSI: 77,13,167|OK"), ("AT+CCLK?", "+CCLK: \"80/01/06,00:00:00+00\"|OK"),
        ("AT+CTZR=1", "OK"), ("AT+CTZR=2", "ERROR"),
        ("AT+CSQ;+NOSUCH;+CSQ", "+CSQ: 18,99|ERROR"),
    ])
    mutating func commandsAreAnsweredAsTheStickAnswersThem(line: String, answer: String) {
        #expect(ask(line) == answer)
    }

    @Test(arguments: [(0, "ERROR"), (1, "+CME ERROR: 16"), (2, "+CME ERROR: incorrect password")])
    mutating func errorsAreAsWordyAsAskedFor(level: Int, answer: String) {
        state.sim?.asksForPIN = true
        state.powerOn()
        #expect(ask("AT+CMEE=\(level)") == "OK")
        #expect(ask("AT+CPIN=\"0000\"") == answer)
        #expect(ask("AT+ZPINPUK=?") == "+ZPINPUK: 2,10|OK")
    }

    @Test mutating func aLockedCardKeepsItsSecretsUntilThePINIsRight() {
        state.sim?.asksForPIN = true
        state.powerOn()
        #expect(ask("AT+CMEE=1;+CPIN?") == "+CPIN: SIM PIN|OK")
        #expect(ask("AT+CIMI") == "+CME ERROR: 11")
        #expect(ask("AT+CPMS?") == "+CMS ERROR: 311")
        #expect(!state.storageWasRead)
        #expect(ask("ATD*99#") == "ERROR")
        #expect(ask("AT+CPIN=\"1234\"") == "OK")
        #expect(ask("AT+CPIN?") == "+CPIN: READY|OK")
        #expect(ask("AT+CPIN=\"1234\"") == "+CME ERROR: 3")
        _ = ask("AT+CPMS?")
        #expect(state.storageWasRead)
    }

    @Test mutating func threeWrongPINsNeedThePUK() {
        state.sim?.asksForPIN = true
        state.powerOn()
        for _ in 0..<3 { _ = ask("AT+CPIN=\"0000\"") }
        #expect(ask("AT+CPIN?") == "+CPIN: SIM PUK|OK")
        #expect(ask("AT+CMEE=1;+CPIN=\"1234\"") == "+CME ERROR: 12")
        #expect(ask("AT+CPIN=\"12345678\",\"4321\"") == "OK")
    }

    @Test mutating func theQuestionForThePINAndThePINAreChanged() {
        #expect(ask("AT+CMEE=1;+CLCK=\"SC\",2") == "+CLCK: 0|OK")
        #expect(ask("AT+CPWD=\"SC\",\"1234\",\"4321\"") == "+CME ERROR: 3")
        #expect(ask("AT+CLCK=\"SC\",1,\"0000\"") == "+CME ERROR: 16")
        #expect(ask("AT+ZPINPUK=?") == "+ZPINPUK: 2,10|OK")
        #expect(ask("AT+CLCK=\"SC\",1,\"1234\"") == "OK")
        #expect(ask("AT+CLCK=\"SC\",2") == "+CLCK: 1|OK")
        #expect(ask("AT+CPWD=\"SC\",\"1234\",\"4321\"") == "OK")
        #expect(ask("AT+ZPINPUK=?") == "+ZPINPUK: 3,10|OK")
        for _ in 0..<3 { _ = ask("AT+CPWD=\"SC\",\"0000\",\"1111\"") }
        #expect(ask("AT+CPIN?") == "+CPIN: SIM PUK|OK")
        #expect(ask("AT+CPIN=\"00000000\",\"4321\"") == "+CME ERROR: 16")
        #expect(ask("AT+ZPINPUK=?") == "+ZPINPUK: 0,9|OK")
    }

    @Test(arguments: [
        (nil, "OK"), ("+491701234567", "+CNUM: \"\",\"+491701234567\",145|OK"),
        ("0170123", "+CNUM: \"\",\"0170123\",129|OK"),
    ])
    mutating func theOwnNumberIsWhatTheCardHasStored(number: String?, answer: String) {
        state.sim?.number = number
        #expect(ask("AT+CNUM") == answer)
        state.sim?.asksForPIN = true
        state.powerOn()
        #expect(ask("AT+CMEE=1;+CNUM") == "+CME ERROR: 11")
    }

    @Test mutating func noCardIsSaid() {
        state.sim = nil
        #expect(ask("AT+CMEE=1;+CPIN?") == "+CME ERROR: 10")
        #expect(ask("AT+CPIN=\"1234\"") == "+CME ERROR: 10")
        #expect(ask("AT+ZPINPUK=?") == "+CME ERROR: 10")
    }

    @Test(arguments: [
        (false, "+CREG: 2,5,\"00C3\",\"0000A1B2\"|OK"), (true, "+CREG: 2,5, 00C3, 0000A1B2|OK"),
    ])
    mutating func locationComesWithOrWithoutQuotes(unquoted: Bool, answer: String) {
        state.quirks.unquotedLocation = unquoted
        _ = state.register(.roaming)
        #expect(ask("AT+CREG=2;+CREG?") == answer)
    }

    @Test mutating func registrationIsAnnouncedAsAskedFor() {
        #expect(state.register(.searching).isEmpty)
        #expect(ask("AT+CREG=1;+CGREG=2") == "OK")
        let lines = state.register(.home)
        #expect(lines.prefix(2) == ["+CREG: 1", "+CGREG: 1,\"00C3\",\"0000A1B2\""])
        #expect(lines.dropFirst(2).map { $0.prefix(7) } == ["+ZPASR:", "+ZDONR:"])
        #expect(state.register(.home).isEmpty)
    }

    @Test(arguments: [(0, "T-Mobile D"), (1, "T-Mobile"), (2, "26201")])
    mutating func theOperatorHasThreeNames(format: Int, name: String) {
        _ = state.register(.home)
        #expect(ask("AT+COPS=3,\(format);+COPS?") == "+COPS: 0,\(format),\"\(name)\",2|OK")
    }

    @Test mutating func aScanEndsInACommaAndTakesItsTime() {
        let output = interpreter.receive(Array("AT+COPS=?\r\n".utf8), state: &state)
        #expect(output.requests == [.scan])
        #expect(output.bytes.isEmpty)
        #expect(interpreter.mode == .scanning)
        let answer = String(decoding: interpreter.scanned([state.network.scanResult], "OK"), as: UTF8.self)
        #expect(answer.hasPrefix("\r\n+COPS: (2,\"T-Mobile D\",\"T-Mobile\",\"26201\",2),(1,\"\",\"\",\"00102\",0),"))
        #expect(answer.hasSuffix("2),\r\n\r\nOK\r\n"))
        #expect(ask("AT") == "OK")
    }

    @Test mutating func anyCharacterEndsAScan() {
        _ = ask("AT+COPS=?")
        let output = interpreter.receive(Array(" AT\r".utf8), state: &state)
        #expect(output.requests == [.abortScan])
        #expect(String(decoding: output.bytes, as: UTF8.self) == "\r\nERROR\r\n\r\nOK\r\n")
    }

    @Test mutating func withoutACardNothingIsLookedFor() {
        state.sim = nil
        #expect(ask("AT+CMEE=1;+COPS=?") == "+CME ERROR: 10")
    }

    @Test(arguments: [
        ("AT+COPS=1,2,\"26201\"", "OK", "26201"), ("AT+COPS=1,2,\"00102\"", "OK", "00102"),
        ("AT+COPS=1,0,\"Vodafone.de\"", "+CME ERROR: 32", "26201"),
        ("AT+COPS=1,2,\"26202\"", "+CME ERROR: 32", "26201"), ("AT+COPS=1,2,\"99999\"", "+CME ERROR: 30", "26201"),
        ("AT+COPS=0", "OK", "26201"),
    ])
    mutating func aNetworkIsChosenIfItLets(line: String, answer: String, code: String) {
        _ = state.register(.home)
        _ = ask("AT+CMEE=1")
        #expect(ask(line) == answer)
        #expect(state.network.operatorCode == code)
        // Another network has to be found first.
        #expect(state.network.registration == (code == "26201" ? .home : .idle))
    }

    @Test mutating func theNetworkLeftBehindIsANeighbour() {
        _ = ask("AT+COPS=1,2,\"00102\"")
        #expect(ask("AT+COPS=1,2,\"26201\"") == "OK")
        #expect(state.network.operatorName == "T-Mobile D")
    }

    @Test(arguments: [
        ("AT+ZSNT=2,0,0", "OK", "2,0,0"), ("AT+ZSNT=0,0,2", "OK", "0,0,2"), ("AT+ZSNT=6,0,0", "ERROR", "0,0,0"),
        ("AT+ZSNT=0,0", "ERROR", "0,0,0"), ("AT+ZSNT=0,0,x", "ERROR", "0,0,0"), ("AT+ZSNT=0,0,3", "ERROR", "0,0,0"),
    ])
    mutating func theTechnologyIsRemembered(line: String, answer: String, choice: String) {
        #expect(ask(line) == answer)
        #expect(ask("AT+ZSNT?") == "+ZSNT: \(choice)|OK")
    }

    @Test mutating func aCallNeedsNetworkAndContext() {
        #expect(ask("ATD*99***1#") == "ERROR")
        #expect(ask("AT+CGDCONT=1,\"IP\",\"internet\"") == "OK")
        #expect(ask("AT+CGDCONT?") == "+CGDCONT: 1,\"IP\",\"internet\",\"\",0,0|OK")
        #expect(ask("AT+CGDCONT=1,\"IPV4V6\",\"internet\"").contains("ERROR"))
        #expect(ask("ATD*99***1#") == "NO CARRIER")
        _ = state.register(.home)
        let output = interpreter.receive(Array("ATD*99***1#\r\n".utf8), state: &state)
        #expect(output.requests == [.dial(context: 1)])
        #expect(output.bytes.isEmpty)
        #expect(interpreter.mode == .dialing)
        #expect(String(decoding: interpreter.connected(speed: 7_200_000), as: UTF8.self) == "\r\nCONNECT 7200000\r\n")
        #expect(interpreter.unsolicited(Array("+CREG: 1".utf8)) == nil)
    }

    @Test mutating func anyCharacterEndsTheAttemptToDial() {
        _ = ask("AT+CGDCONT=1,\"IP\",\"\"")
        _ = state.register(.home)
        _ = ask("ATD*99#")
        let output = interpreter.receive(Array(" AT\r".utf8), state: &state)
        #expect(output.requests == [.abortDialing])
        #expect(String(decoding: output.bytes, as: UTF8.self) == "\r\nNO CARRIER\r\n\r\nOK\r\n")
    }

    @Test mutating func aTooLongLineIsOneError() {
        let long = "AT" + String(repeating: "X", count: 100_000)
        #expect(ask(long) == "ERROR")
        #expect(ask("AT") == "OK")
    }

    private static let session =
        "AT\r\nATE1\rATI\r\0AT+CMEE=1\rATE0+CPIN?;+FOO\rnoise\r\rAT+CGDCONT=1,\"IP\",\"x;y\"\r"
        + "ATD*99#\r\n?AT+CSQ\rATE1\rAT+CPIN=\"1\"\rat+c"

    @Test func aSessionCutAnywhereSaysTheSame() {
        let bytes = Array(Self.session.utf8)
        let whole = Self.play([bytes])
        #expect(whole.requests == [.dial(context: 1), .abortDialing])
        for cut in bytes.indices {
            #expect(Self.play([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
        }
        #expect(Self.play(bytes.map { [$0] }) == whole)
    }

    private static func play(_ parts: [[UInt8]]) -> ATInterpreter.Output {
        var test = ATInterpreterTests()
        _ = test.state.register(.home)
        test.interpreter.echo = true
        var all = ATInterpreter.Output()
        for part in parts {
            let output = test.interpreter.receive(part, state: &test.state)
            all.bytes += output.bytes
            all.requests += output.requests
            all.log += output.log
        }
        return all
    }

    @Test mutating func anyBytesAreSurvived() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let bytes = (0..<40).map { _ in UInt8.random(in: 0...255, using: &generator) }
            _ = interpreter.receive(Array("AT".utf8) + bytes + [13], state: &state)
            if interpreter.mode != .command { _ = interpreter.disconnected() }
        }
        #expect(interpreter.mode == .command)
    }
}
