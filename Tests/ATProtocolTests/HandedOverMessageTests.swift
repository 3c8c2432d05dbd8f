import Testing

@testable import ATProtocol

/// Messages, reports and USSD that nobody asked for, between and inside the lines of answers.
@Suite struct HandedOverMessageTests {
    private static let delivered = "07917283010010F5040BC87238880900F10000993092516195800AE8329BFD4697D9EC37"
    private static let reported = "0006A50B911346610089F662115231700040621152318023" + "4000"

    private func events(_ wire: String, during command: ATCommand? = nil) -> [ResponseParser.Event] {
        var parser = ResponseParser()
        if let command { parser.begin(command) }
        return parser.consume(Array(wire.utf8))
    }

    private func messages(_ events: [ResponseParser.Event]) -> [Unsolicited] {
        events.compactMap { event in
            guard case .unsolicited(let line) = event else { return nil }
            switch line {
            case .cmt, .cds: return line
            default: return nil
            }
        }
    }

    @Test(arguments: ["+CMT: ,28", "+CMT: \"\",28", "+CMT: 28", "+cmt: \"me\", 28"]) func aMessage(head: String) throws
    {
        let events = events(head.framed + Self.delivered.framed)
        guard case .unsolicited(.cmt(let raw))? = events.first, case .deliver(let message) = try raw.decode() else {
            Issue.record("no message in \(events)")
            return
        }
        #expect(events.count == 1)
        #expect(message.content == .text("hellohello"))
    }

    @Test(arguments: ["+CDS: 25", "+CDS: ,25"]) func aReport(head: String) throws {
        let events = events("\r\n\(head)\r\n\(Self.reported)\r\n")
        guard case .unsolicited(.cds(let raw))? = events.first, case .statusReport(let report) = try raw.decode() else {
            Issue.record("no report in \(events)")
            return
        }
        #expect(events.count == 1 && report.reference == 0xa5)
    }

    @Test func anAnswerMayComeInBetween() throws {
        let lines = ["+CSQ: 15,99", "OK"]
        for first in 0...lines.count {
            for second in first...lines.count {
                var all = lines
                all.insert(Self.delivered, at: second)
                all.insert("+CMT: ,28", at: first)
                let events = events(all.map(\.framed).joined(), during: AT.Signal().command)
                #expect(messages(events).count == 1, "\(all)")
                #expect(events.count { if case .line = $0 { true } else { false } } == 1, "\(all)")
                #expect(events.contains(.final(.ok)))
            }
        }
    }

    @Test func aListGoesOnAroundAMessage() throws {
        let stored = "0004048121430000621152317000" + "4002C834"
        let lines = ["+CMGL: 1,1,,17", stored, "+CMGL: 2,1,,17", stored, "OK"]
        for place in lines.indices {
            var all = lines
            all.insert(contentsOf: ["+CMT: ,28", Self.delivered], at: place)
            let wire = all.map(\.framed).joined()
            #expect(messages(events(wire, during: AT.MessageList().command)).count == 1)
            let list = try AT.MessageList().reply(to: wire)
            #expect(list.compactMap(\.message).count == 2, "\(all)")
        }
    }

    @Test func aMessageThatDoesNotComeIsForgotten() {
        let rest = String(repeating: "what".framed, count: 16) + Self.delivered.framed
        #expect(messages(events("+CMT: ,28".framed + rest)).isEmpty)
        // One of text mode has no PDU.
        let text = "+CMT: \"+49170\",,\"26/11/25,07:30:00+04\"".framed + "Hello".framed
        #expect(messages(events(text)).isEmpty)
        #expect(events(text).count == 2)
    }

    @Test func twoMessagesInARow() {
        let wire = "+CMT: ,28".framed + Self.delivered.framed + "+CDS: 25".framed + Self.reported.framed
        #expect(messages(events(wire)).count == 2)
    }

    @Test(arguments: ["0", "256", "999999999", "-1", "x"]) func aLengthThatCannotBe(length: String) {
        #expect(MessageAnnouncement(Array("+CMT: ,\(length)".utf8)[...]) == nil)
    }

    @Test func storedOnes() {
        #expect(events("+CMTI: \"SM\",3".framed) == [.unsolicited(.cmti(storage: "SM", index: 3))])
        #expect(events("+CDSI: \"SR\",12".framed) == [.unsolicited(.cdsi(storage: "SR", index: 12))])
        #expect(events("+ZUSIMR:2".framed) == [.unsolicited(.zusimr("2"))])
    }

    // MARK: USSD

    private func texts(_ events: [ResponseParser.Event]) -> [String] {
        events.compactMap { event in
            guard case .unsolicited(.cusd(let value)) = event else { return nil }
            return UnstructuredReport(value)?.text
        }
    }

    @Test func aTextOfSeveralLines() {
        let wire = "\r\n+CUSD: 1,\"Menu\r\n\r\n1. Balance\r\nOK\r\n2. Mail \0\r\n\",15\r\n"
        #expect(texts(events(wire)) == ["Menu\n\n1. Balance\nOK\n2. Mail @\n"])
        let whole = events(wire + "+CSQ: 1,99".framed + "OK".framed, during: AT.Signal().command)
        #expect(texts(whole).count == 1)
        #expect(whole.suffix(2) == [.line(Array("+CSQ: 1,99".utf8)[...]), .final(.ok)])
    }

    @Test(arguments: [
        ("+CUSD: 0,\"a\"", "a"), ("+CUSD: 0,\"a\" , 15 ", "a"), ("+CUSD: 0,\"\n\",15", "\n"), ("+CUSD: 0,\"\",15", ""),
        ("+CUSD: 0,\"5\" x\ny\",15", "5\" x\ny"), ("+CUSD: 0,\"a\",", "a"),
    ])
    func whereATextEnds(line: String, text: String) {
        #expect(texts(events(line.framed + "RING".framed)) == [text])
        #expect(events(line.framed + "RING".framed).last == .unsolicited(.ring))
    }

    @Test func aTextWithoutAnEndCostsOneCommand() throws {
        var machine = ATExchange.StateMachine()
        _ = machine.received(Array("\r\n+CUSD: 0,\"broken\r\n".utf8))
        guard case .arm(let deadline)? = machine.send(AT.Signal().command).last else {
            Issue.record("no deadline")
            return
        }
        #expect(machine.received(Array(answer("+CSQ: 15,99").utf8)).isEmpty)
        let actions = machine.expired(deadline)
        #expect(actions.contains { if case .unsolicited(.cusd) = $0 { true } else { false } })
        guard case .arm(let quiet)? = machine.received(Array("OK".framed.utf8)).last else {
            Issue.record("the port is not found again")
            return
        }
        #expect(machine.expired(quiet) == [.ready])
    }

    @Test func aTextThatNeverEndsIsBounded() {
        let wire = "+CUSD: 0,\"" + String(repeating: "x\r\n", count: 2000) + "RING".framed
        let events = events(wire)
        #expect(events.last == .unsolicited(.ring))
        guard case .unsolicited(.cusd(let value))? = events.first else {
            Issue.record("no text")
            return
        }
        #expect(value.count <= LineSplitter.textLimit)
    }

    @Test(arguments: [
        "\r\n+CUSD: 1,\"Menu\r\n1. \"A\"\r\n\",15\r\n\r\nOK\r\n", "+CMT: ,28".framed + delivered.framed + "OK".framed,
        "+CDS: ,25".framed + "+CSQ: 1,99".framed + reported.framed + "OK".framed,
        "+CMTI: \"SM\",3".framed + "OK".framed,
    ])
    func theCutsChangeNothing(wire: String) {
        let bytes = Array(wire.utf8)
        let expected = events(wire, during: AT.Signal().command)
        for place in bytes.indices {
            var parser = ResponseParser()
            parser.begin(AT.Signal().command)
            let events = parser.consume(Array(bytes[..<place])) + parser.consume(Array(bytes[place...]))
            #expect(events == expected, "cut at \(place)")
        }
    }
}
