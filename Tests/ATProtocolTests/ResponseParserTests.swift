import ATProtocol
import Testing

@Suite struct ResponseParserTests {
    private typealias Event = ResponseParser.Event

    private func parse(_ wire: String, for command: ATCommand?) -> [Event] {
        var parser = ResponseParser()
        if let command { parser.begin(command) }
        return parser.consume(Array(wire.utf8))
    }

    private func line(_ text: String) -> Event { .line(Array(text.utf8)[...]) }

    @Test(arguments: [
        "\r\n+CSQ: 15,99\r\n\r\nOK\r\n", "+CSQ: 15,99\rOK\r", "+CSQ: 15,99\nOK\n", "\n\n\r\r+CSQ: 15,99 \r\r\n OK\r\n",
        "\0\0+CS\0Q: 15,99\r\0\nO\0K\r", "AT+CSQ\r\r\n+CSQ: 15,99\r\n\r\nOK\r\n", "\r\nAT+CSQ\r\n+CSQ: 15,99\r\nOK\r\n",
        "garbageAT+CSQ\r\r\n+CSQ: 15,99\r\nOK\r\n",
    ])
    func anyLineEndAndAnyEchoGivesTheSame(wire: String) {
        #expect(parse(wire, for: AT.Signal().command) == [line("+CSQ: 15,99"), .final(.ok)])
    }

    @Test(arguments: [
        ("OK", FinalResult.ok), ("ERROR", .error), ("COMMAND NOT SUPPORT", .notSupported),
        ("+CME ERROR: 10", .cme(CMEError(.simNotInserted))), ("+CME ERROR:SIM BUSY", .cme(CMEError(.simBusy))),
        ("+CME ERROR: 772", .cme(CMEError(.init(rawValue: 772)))), ("+CMS ERROR: 310", .cms(310)),
        ("+CMS ERROR: SIM failure", .cms(nil)),
    ])
    func eachEndIsKnown(text: String, result: FinalResult) {
        #expect(parse(text.framed, for: AT.Signal().command) == [.final(result)])
    }

    @Test func wordsOfAnErrorWeDoNotKnowAreKept() throws {
        guard
            case .final(.cme(let error))? = parse("+CME ERROR: out of luck\u{1}".framed, for: AT.Signal().command).first
        else {
            Issue.record("not a CME error")
            return
        }
        #expect(error.code == .unknown)
        #expect(error.text == "out of luck")
    }

    @Test(arguments: [
        ("NO CARRIER", FinalResult.noCarrier), ("BUSY", .busy), ("NO DIALTONE", .noDialtone),
        ("NO DIAL TONE", .noDialtone), ("NO ANSWER", .noAnswer),
    ])
    func theEndOfACallEndsOnlyACall(text: String, result: FinalResult) throws {
        #expect(parse(text.framed, for: try AT.Dial("*99#").command) == [.final(result)])
        let other = parse(text.framed, for: AT.Signal().command)
        #expect(other == [.unsolicited(result == .noCarrier ? .noCarrier : .other(text))])
    }

    @Test(arguments: [
        "OKAY", "NOT OK", "CONNECTED", "ERROR 5", "CME ERROR: 3", "ok",
    ])
    func whatOnlyLooksLikeAnEndIsNone(text: String) {
        #expect(parse(text.framed, for: AT.Signal().command) == [.unsolicited(.other(text))])
    }

    @Test func linesOfSomethingElseAreUnsolicited() {
        let wire = "RING".framed + "+ZEND: 1".framed + answer("MF622", "+XYZ: 1")
        #expect(
            parse(wire, for: AT.Identity(.model).command) == [
                .unsolicited(.ring), .unsolicited(.zend("1")), line("MF622"), .unsolicited(.other("+XYZ: 1")),
                .final(.ok),
            ])
    }

    @Test func aTypedCommandGetsItsLinesAndLeavesKnownReports() throws {
        let command = try ATCommand.userSupplied("AT+CREG?", deadline: .seconds(3))
        let wire = "+CREG: 1".framed + "+ZPASR: \"EDGE\"".framed + answer("+CREG: 2,1", "^ODD: 1", "prose")
        #expect(
            parse(wire, for: command) == [
                .unsolicited(.creg(RegistrationUpdate(.home))), .unsolicited(.zpasr(.edge)), line("+CREG: 2,1"),
                line("^ODD: 1"), line("prose"), .final(.ok),
            ])
    }

    @Test func piecesOfAnEchoedPINAreNotReported() throws {
        let wire = "AT+CPIN=\"12\r\n+ZUSIMR:2\r\n34\"\r" + "OK".framed
        #expect(parse(wire, for: try AT.EnterPIN("1234").command) == [.unsolicited(.zusimr("2")), .final(.ok)])
    }

    @Test func anEndNobodyWaitsForIsStray() {
        #expect(parse("\r\nOK\r\nNO CARRIER\r\n", for: nil) == [.stray(.ok), .unsolicited(.noCarrier)])
        #expect(parse(answer() + answer(), for: AT.Attention().command) == [.final(.ok), .stray(.ok)])
    }

    // MARK: CONNECT

    @Test(arguments: [
        ("\r\nCONNECT\r\n", ""), ("\r\nCONNECT 7200000\r\n", "7200000"), ("CONNECT 115200\n", "115200"),
        ("CONNECT\r", ""),
        ("ATD*99#\r\r\nCONNECT\r\n", ""),
    ])
    func theCallBeginsRightAfterTheConnectLine(wire: String, text: String) throws {
        let call: [UInt8] = [0x7e, 0xff, 0x00, 0x0d, 0x0a, 0x0a, 0x7e]
        for count in 0...call.count {
            var parser = ResponseParser()
            parser.begin(try AT.Dial("*99#").command)
            var events = parser.consume(Array(wire.utf8) + call.prefix(count))
            #expect(events == [.connected(text: text, remainder: Array(call.prefix(count)))])
            events += parser.consume(Array(call.dropFirst(count)))
            #expect(Event.joined(events) == [.connected(text: text, remainder: call)])
        }
    }

    @Test func aMissingLineFeedIsNotWaitedForLongerThanTheDeadline() throws {
        var parser = ResponseParser()
        parser.begin(try AT.Dial("*99#").command)
        #expect(parser.consume(Array("\r\nCONNECT\r".utf8)).isEmpty)
        #expect(parser.abandon() == .connected(text: "", remainder: []))
        #expect(parser.consume([0x7e]) == [.data([0x7e])])
    }

    @Test func afterTheCallLinesAreLinesAgain() throws {
        var parser = ResponseParser()
        parser.begin(try AT.Dial("*99#").command)
        _ = parser.consume(Array("\r\nCONNECT\r\n~~".utf8))
        parser.leaveData()
        #expect(parser.consume(Array("NO CARRIER".framed.utf8)) == [.unsolicited(.noCarrier)])
    }

    // MARK: Prompt

    @Test func thePromptIsSeenOnceAndTheEchoOfTheBodyIsNot() throws {
        var parser = ResponseParser()
        parser.begin(try ATCommand("AT+CMGS=", [.number(18)], answer: .lines("+CMGS:")).prompting(pdu: "0011"))
        #expect(parser.consume(Array("AT+CMGS=18\r\r\n> ".utf8)) == [.prompt])
        let rest = "0011\u{1a}\r\n+CMGS: 5\r\n\r\nOK\r\n"
        #expect(parser.consume(Array(rest.utf8)) == [line("+CMGS: 5"), .final(.ok)])
    }

    @Test func whereNoBodyIsDueAPromptIsText() {
        #expect(parse("\r\n> \r\nOK\r\n", for: AT.Attention().command) == [.unsolicited(.other(">")), .final(.ok)])
    }

    // MARK: Unsolicited lines

    @Test(arguments: [
        ("+CREG: 1", Unsolicited.creg(RegistrationUpdate(.home))),
        (
            "+CREG: 5,\"00FE\",\"C3D4E5\",2",
            .creg(RegistrationUpdate(.roaming, lac: 0xfe, cellID: 0xc3d4e5, accessTechnology: .umts))
        ),
        ("+CGREG: 2", .cgreg(RegistrationUpdate(.searching))),
        (
            "+CEREG: 1,0001,00000002,7",
            .cereg(RegistrationUpdate(.home, lac: 1, cellID: 2, accessTechnology: .lte))
        ),
        ("+ZPASR: \"HSDPA\"", .zpasr(.hsdpa)), ("+ZPASR: \"Warp\"", .zpasr(nil)),
        ("+ZPASR: \"Limited Service\"", .zpasr(.noService)),
        ("+ZDONR: \"Not Found\"", .zdonr(OperatorChange(name: "", code: "", isRoaming: nil))),
        ("+ZUSIMR:2", .zusimr("2")), ("+ZPSTM: 1,2", .zpstm("1,2")), ("+ZEND: 16", .zend("16")),
        ("+CPIN: READY", .cpin(.ready)), ("+CMTI: \"SM\",3", .cmti(storage: "SM", index: 3)),
        ("+CDSI: \"ME\",0", .cdsi(storage: "ME", index: 0)), ("RING", .ring), ("+CRING: VOICE", .ring),
        ("+CREG: nonsense", .other("+CREG: nonsense")), ("+CMTI: x", .other("+CMTI: x")),
        ("^BOOT:1,0", .started), ("^SYSSTART", .started), ("^RSSI:9", .other("^RSSI:9")),
    ])
    func aLineNobodyAskedFor(text: String, expected: Unsolicited) {
        #expect(parse(text.framed, for: nil) == [.unsolicited(expected)])
    }

    @Test(arguments: [
        ("\"Orange\",234,33,\"CS_PS\",\"ROAM_OFF\"", "Orange", "23433", false),
        ("\"METEOR\",272,3,\"CS_ONLY\",\"ROAM_ON\"", "METEOR", "27203", true),
    ])
    func anOperatorChangeNamesTheNetwork(text: String, name: String, code: String, roaming: Bool) {
        guard case .unsolicited(.zdonr(let change))? = parse("+ZDONR: \(text)".framed, for: nil).first else {
            Issue.record("not an operator change")
            return
        }
        #expect(change.name == name)
        #expect(change.code == code)
        #expect(change.isRoaming == roaming)
    }

    @Test func textOfTheModemIsHarmless() {
        var parser = ResponseParser()
        let hostile: [UInt8] = [
            0x41, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0xff, 0x07, 0xe2, 0x80, 0xae, 0xc2, 0x9b, 0x42, 0x0d,
        ]
        #expect(parser.consume(hostile) == [.unsolicited(.other("A[31m\u{fffd}B"))])
        let long = parser.consume(Array(repeating: UInt8(ascii: "x"), count: 5000) + [0x0d])
        #expect(long == [.unsolicited(.other(String(repeating: "x", count: 128)))])
    }
}
