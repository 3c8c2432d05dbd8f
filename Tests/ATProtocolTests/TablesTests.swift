import Testing

@testable import ATProtocol

/// What the standard says, written down a second time.
@Suite struct TablesTests {
    /// 3GPP TS 27.007, 9.2.
    @Test(arguments: [
        (0, "phone failure"), (1, "no connection to phone"), (2, "phone-adaptor link reserved"),
        (3, "operation not allowed"), (4, "operation not supported"), (5, "PH-SIM PIN required"),
        (6, "PH-FSIM PIN required"), (7, "PH-FSIM PUK required"), (10, "SIM not inserted"), (11, "SIM PIN required"),
        (12, "SIM PUK required"), (13, "SIM failure"), (14, "SIM busy"), (15, "SIM wrong"), (16, "incorrect password"),
        (17, "SIM PIN2 required"), (18, "SIM PUK2 required"), (20, "memory full"), (21, "invalid index"),
        (22, "not found"), (23, "memory failure"), (24, "text string too long"),
        (25, "invalid characters in text string"), (26, "dial string too long"),
        (27, "invalid characters in dial string"), (30, "no network service"), (31, "network timeout"),
        (32, "network not allowed - emergency calls only"), (40, "network personalization PIN required"),
        (41, "network personalization PUK required"), (42, "network subset personalization PIN required"),
        (43, "network subset personalization PUK required"), (44, "service provider personalization PIN required"),
        (45, "service provider personalization PUK required"), (46, "corporate personalization PIN required"),
        (47, "corporate personalization PUK required"), (100, "unknown"), (103, "Illegal MS"), (106, "Illegal ME"),
        (107, "GPRS services not allowed"), (111, "PLMN not allowed"), (112, "Location area not allowed"),
        (113, "Roaming not allowed in this location area"), (132, "service option not supported"),
        (133, "requested service option not subscribed"), (134, "service option temporarily out of order"),
        (148, "unspecified GPRS error"), (149, "PDP authentication failure"), (150, "invalid mobile class"),
    ])
    func anErrorIsTheSameAsNumberAndInWords(number: Int, words: String) {
        let asWords = CMEError(reason: Array(words.utf8)[...])
        #expect(asWords.code.rawValue == number)
        #expect(asWords == CMEError(reason: Array("\(number)".utf8)[...]))
        #expect(asWords.text == words.lowercased())
    }

    @Test(arguments: [
        (0, CMEError.Code.phoneFailure), (3, .operationNotAllowed), (4, .operationNotSupported),
        (5, .phoneSIMPinRequired), (10, .simNotInserted), (11, .simPinRequired), (12, .simPukRequired),
        (13, .simFailure), (14, .simBusy), (15, .simWrong), (16, .incorrectPassword), (17, .simPin2Required),
        (18, .simPuk2Required), (30, .noNetworkService), (31, .networkTimeout), (32, .emergencyCallsOnly),
        (40, .networkPinRequired), (100, .unknown),
    ])
    func codesHaveTheirNumbers(number: Int, code: CMEError.Code) { #expect(code.rawValue == number) }

    /// `<stat>` of 27.007, 7.2.
    @Test(
        arguments: [
            (0, RegistrationStatus.idle), (1, .home), (2, .searching), (3, .denied), (4, .unknown), (5, .roaming),
            (6, .home), (7, .roaming), (8, .denied), (9, .home), (10, .roaming), (11, nil), (-1, nil),
        ] as [(Int, RegistrationStatus?)])
    func registrationsHaveTheirNumbers(code: Int, status: RegistrationStatus?) {
        #expect(RegistrationStatus(code: code) == status)
    }

    /// `<code>` of 27.007, 8.3, and the errors that stand for one.
    @Test(
        arguments: [
            ("READY", SIMState.ready), ("SIM PIN", .pin), ("SIM PUK", .puk), ("SIM PIN2", .pin2), ("SIM PUK2", .puk2),
            ("NOT INSERTED", .missing), ("SIM NOT INSERTED", .missing), ("NOT READY", .busy), ("SIM BUSY", .busy),
            ("PH-NET PIN", .deviceLock("PH-NET PIN")), ("PIN", nil),
        ] as [(String, SIMState?)])
    func whatTheSimWaitsForHasItsWords(words: String, state: SIMState?) { #expect(SIMState(words: words) == state) }

    @Test(
        arguments: [
            (10, SIMState.missing), (11, .pin), (12, .puk), (17, .pin2), (18, .puk2), (13, .failure), (15, .failure),
            (14, .busy), (5, .deviceLock("PH-SIM PIN")), (40, .deviceLock("PH-NET PIN")), (3, nil),
        ] as [(Int, SIMState?)])
    func errorsThatAreStates(code: Int, state: SIMState?) { #expect(SIMState(CMEError.Code(rawValue: code)) == state) }

    /// How long an answer may take. A search goes through every band; a PIN makes the SIM think.
    @Test func deadlines() throws {
        let seconds: [(ATCommand, Int)] = [
            (AT.Probe().command, 3), (AT.Signal().command, 3), (AT.PINRetriesQuery().command, 3),
            (AT.SIMStatus().command, 10), (try AT.EnterPIN("1234").command, 10), (AT.HangUp().command, 10),
            (AT.CurrentOperator().command, 10), (AT.CurrentOperator(.name).command, 10),
            (AT.CurrentOperator(.code).command, 10), (try AT.Dial("*99#").command, 60),
            (AT.OperatorScan().command, 180), (AT.RadioFunction(.full).command, 15),
        ]
        for (command, limit) in seconds { #expect(command.deadline == .seconds(limit), "\(command.logText)") }
        #expect(ATExchange.StateMachine.resynchronisationTime == .seconds(1))
        #expect(ATExchange.StateMachine.settlingTime == .milliseconds(200))
    }

    @Test func aReportIsKnownInSmallLettersToo() {
        #expect(Unsolicited(Array("+zusimr:2".utf8)[...]) == .zusimr("2"))
        #expect(Unsolicited(Array("+cpin: SIM PIN, 3".utf8)[...]) == .cpin(.pin))
    }

    @Test(arguments: [(64 * 1024, 0), (64 * 1024 + 1, 1)])
    func aLineHasSixtyFourKibibytes(length: Int, overflows: Int) {
        var parser = ResponseParser()
        _ = parser.consume([UInt8](repeating: UInt8(ascii: "x"), count: length) + [0x0d, 0x0a])
        #expect(parser.overflowCount == overflows)
    }

    /// An unsolicited line may cut an echo: the first piece has at least two letters, the next may have one.
    @Test(arguments: [
        ("AT\r\n+ZUSIMR:2\r\n+CSQ\r\r\n+CSQ: 15,99\r\nOK\r\n", 1),
        ("AT+CS\r\n+ZUSIMR:2\r\nQ\r\n+CSQ: 15,99\r\nOK\r\n", 1),
        ("A\r\nAT+CSQ\r\n+CSQ: 15,99\r\nOK\r\n", 1),
    ])
    func piecesOfAnEcho(wire: String, unsolicited: Int) {
        var parser = ResponseParser()
        parser.begin(AT.Signal().command)
        let events = parser.consume(Array(wire.utf8))
        #expect(events.count == unsolicited + 2)
        #expect(Array(events.suffix(2)) == [.line(Array("+CSQ: 15,99".utf8)[...]), .final(.ok)])
    }

    @Test(arguments: ["AT D5", "AT; D5", "AT;;D5", "AT  ;D5", "ATZD5", "ATzd5"]) func blanksHideNoCall(line: String) {
        #expect(throws: ATSyntaxError.self) { try ATCommand.userSupplied(line, deadline: .seconds(1)) }
    }

    @Test(arguments: ["AT !X", "AT;+CSQ", "AT +CSQ;;+CREG?"]) func blanksAreAllowed(line: String) throws {
        #expect(try ATCommand.userSupplied(line, deadline: .seconds(1)).line == Array(line.utf8))
    }

    @Test func aPromptIsLookedForOnlyWhileItsCommandIsUnderWay() throws {
        var parser = ResponseParser()
        parser.begin(try ATCommand("AT+CMGS=", [.number(2)]).prompting(pdu: "00"))
        _ = parser.consume(Array("ERROR".framed.utf8))
        #expect(parser.consume(Array("> what\r\n".utf8)) == [.unsolicited(.other("> what"))])
    }

    @Test func theFirstTechnologyCounts() throws {
        let wire = answer("+ZPAS: \"EDGE\",\"CS_PS\"", "+ZPAS: \"UMTS\",\"CS_PS\"")
        #expect(try AT.AccessTechnologyQuery().reply(to: wire) == AccessTechnology(word: "EDGE"))
    }

    @Test func theNameOfAnAccessPointHasLettersDigitsDotsAndHyphens() throws {
        let name = "09.azAZ-_x"
        let bytes = try AT.PacketContext(1, accessPoint: name).command.line
        #expect(bytes == Array("AT+CGDCONT=1,\"IP\",\"\(name)\"".utf8))
        for bad in ["a/", "a:", "a@", "a[", "a`", "a{", "a\"", "a,"] {
            #expect(throws: ATSyntaxError.self) { try AT.PacketContext(1, accessPoint: bad) }
        }
    }

    @Test func aContextIsBounded() throws {
        for identifier in [0, 17] {
            #expect(throws: ATSyntaxError.self) { try AT.PacketContext(identifier, accessPoint: "") }
        }
        for identifier in [1, 16] { _ = try AT.PacketContext(identifier, accessPoint: "") }
        _ = try AT.PacketContext(1, accessPoint: String(repeating: "a", count: 100))
        #expect(throws: ATSyntaxError.self) {
            try AT.PacketContext(1, accessPoint: String(repeating: "a", count: 101))
        }
    }

    @Test func attentionIsTooShortToBeFoundInGarbage() {
        var parser = ResponseParser()
        parser.begin(AT.Attention().command)
        #expect(parser.consume(Array("xAT\r\n".utf8)) == [.unsolicited(.other("xAT"))])
    }

    @Test func onlyLettersHaveACase() {
        #expect("@AZ[`az{".utf8.map(asciiLowercased) == Array("@az[`az{".utf8))
        #expect("@AZ[`az{".utf8.map(asciiUppercased) == Array("@AZ[`AZ{".utf8))
    }

    @Test func aParserIsBornWithoutAPrompt() {
        var parser = ResponseParser()
        #expect(parser.consume(Array("> what\r\n".utf8)) == [.unsolicited(.other("> what"))])
    }

    @Test func theFirstLineAfterACallIsWhole() {
        var parser = ResponseParser()
        parser.leaveData()
        parser.begin(AT.Probe().command)
        #expect(parser.consume(Array("OK\r\n".utf8)) == [.final(.ok)])
    }

    @Test func quotesInsideAnIdentityAreKept() throws {
        #expect(try AT.Identity(.model).reply(to: answer("MF \"622\"")) == "MF \"622\"")
    }

    @Test func theFirstCardCounts() throws {
        let wire = answer(
            "+CRSM: 144,0,\"98941000000000000010\"", "+CRSM: 144,0,\"98941000000000000020\"")
        let first = try AT.CardIdentity().reply(to: answer("+CRSM: 144,0,\"98941000000000000010\""))
        #expect(try AT.CardIdentity().reply(to: wire) == first)
    }

    /// A line costs 64 bytes besides its own.
    @Test(arguments: [(2048, false), (2049, true)]) func anAnswerHasAQuarterOfAMebibyte(lines: Int, isTooLong: Bool) {
        var machine = ATExchange.StateMachine()
        _ = machine.send(AT.Signal().command)
        let line = "+CSQ: " + String(repeating: "1", count: 58) + "\r\n"
        _ = machine.received(Array(String(repeating: line, count: lines).utf8))
        let actions = machine.received(Array("OK".framed.utf8))
        #expect(actions.contains(.deliver(.failure(.overflow))) == isTooLong)
    }

    @Test func howMuchIsReportedIsTheFirstOfTwo() throws {
        let reply = try AT.RegistrationReportingQuery().reply(to: answer("+CREG: 2,1"))
        #expect(reply == .init(level: 2, registration: RegistrationUpdate(.home)))
        #expect(throws: ATError.self) { try AT.RegistrationReportingQuery().reply(to: answer("+CREG: 1")) }
    }
}
