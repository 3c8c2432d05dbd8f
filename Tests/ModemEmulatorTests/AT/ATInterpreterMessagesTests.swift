import Testing

@testable import ModemEmulator

@Suite struct ATInterpreterMessagesTests {
    private var interpreter = ATInterpreter()
    private var state = StickState.fixture()
    private static let pdu = "0011000B916407281553F80000AA0AE8329BFD4697D9EC37"

    init() {
        interpreter.echo = false
        interpreter.errorLevel = 1
        state.sim?.messages = MessageSlots(capacity: 2)
        _ = state.register(.home)
    }

    private mutating func play(_ text: String) -> (text: String, requests: [ATInterpreter.Request]) {
        let output = interpreter.receive(Array(text.utf8), state: &state)
        let words = String(decoding: output.bytes, as: UTF8.self).split(separator: "\r\n").joined(separator: "|")
        return (words, output.requests)
    }

    private mutating func ask(_ line: String) -> String { play("\(line)\r").text }

    private mutating func receive(_ count: Int = 1) {
        for number in 0..<count { _ = state.receive([0, UInt8(number)], isReport: false) }
    }

    @Test(arguments: [
        ("AT+CMGF?", "+CMGF: 0|OK"), ("AT+CMGF=2", "+CMS ERROR: 302"), ("AT+CSMS=1", "+CSMS: 1,1,1|OK"),
        ("AT+CSMS=2", "+CMS ERROR: 303"), ("AT+CNMI=2,1", "+CMS ERROR: 303"), ("AT+CNMI=1,1,0,4", "+CMS ERROR: 303"),
        ("AT+CNMI=1,1,0,2,0;+CNMI?", "+CNMI: 1,1,0,2,0|OK"), ("AT+CNMI=1,,,1;+CNMI?", "+CNMI: 1,0,0,1,0|OK"),
        ("AT+CPMS?", "+CPMS: \"SM\",0,2,\"SM\",0,2,\"SM\",0,2|OK"), ("AT+CPMS=\"ME\"", "+CPMS: 0,40,0,2,0,2|OK"),
        ("AT+CPMS=\"XX\"", "+CMS ERROR: 302"), ("AT+CMGL=4", "OK"), ("AT+CMGL=5", "+CMS ERROR: 302"),
        ("AT+CMGR=0", "+CMS ERROR: 321"), ("AT+CMGD=0", "OK"), ("AT+CMGD=2", "+CMS ERROR: 321"),
        ("AT+CMGF=1;+CMGL=4", "+CMS ERROR: 302"), ("AT+CMGS=0", "+CMS ERROR: 304"), ("AT+CNMA", "+CMS ERROR: 340"),
        ("AT+CSCA?", "+CSCA: \"+491710760000\",145|OK"),
    ])
    mutating func commandsAreAnsweredAsTheStickAnswersThem(line: String, answer: String) {
        #expect(ask(line) == answer)
    }

    @Test mutating func storesKeepWhatComesUntilTheyAreFull() {
        _ = ask("AT+CNMI=1,1")
        #expect(state.receive([0, 1], isReport: false) == [Array("+CMTI: \"SM\",0".utf8)])
        #expect(state.receive([0, 2, 3], isReport: false) == [Array("+CMTI: \"SM\",1".utf8)])
        #expect(state.receive([0, 4], isReport: false) == nil)
        #expect(ask("AT+CMGL=0") == "+CMGL: 0,0,,1|0001|+CMGL: 1,0,,2|000203|OK")
        #expect(ask("AT+CMGL=0") == "OK")
        #expect(ask("AT+CMGR=1") == "+CMGR: 1,,2|000203|OK")
        #expect(ask("AT+CPMS=\"SM\"") == "+CPMS: 2,2,2,2,2,2|OK")
        #expect(ask("AT+CMGD=?") == "+CMGD: (0,1),(0-4)|OK")
        #expect(ask("AT+CMGD=0") == "OK")
        #expect(state.receive([0, 4], isReport: false) == [Array("+CMTI: \"SM\",0".utf8)])
    }

    @Test(arguments: [("AT+CMGD=9,1", "+CMGL: 1,0,,1|0001|OK"), ("AT+CMGD=0,4", "OK"), ("AT+CMGD=0,5", "")])
    mutating func severalAreDeletedByAFlag(line: String, left: String) {
        receive(2)
        _ = ask("AT+CMGR=0")
        #expect(ask(line) == (left.isEmpty ? "+CMS ERROR: 321" : "OK"))
        if !left.isEmpty { #expect(ask("AT+CMGL=4") == left) }
    }

    @Test mutating func messagesAndReportsAreSaidAsAskedFor() {
        _ = ask("AT+CNMI=1,2,0,1")
        #expect(state.receive([0, 1, 2], isReport: false) == [Array("+CMT: ,2\r\n000102".utf8)])
        #expect(state.receive([0, 1, 2], isReport: true) == [Array("+CDS: 2\r\n000102".utf8)])
        state.quirks.commaInReports = true
        #expect(state.receive([0, 1, 2], isReport: true) == [Array("+CDS: ,2\r\n000102".utf8)])
        _ = ask("AT+CNMI=1,0,0,2")
        #expect(state.receive([0, 1, 2], isReport: false) == [])
        #expect(state.receive([0, 1, 2], isReport: true) == [Array("+CDSI: \"SM\",1".utf8)])
        _ = ask("AT+CNMI=1,0,0,0")
        #expect(state.receive([0, 1, 2], isReport: true) == [])
        #expect(state.sim?.messages.used == 2)
    }

    @Test mutating func aMessageFollowsThePrompt() throws {
        #expect(ask("AT+CMGS=23") == "> ")
        let (text, requests) = play("\(Self.pdu)\u{1A}")
        #expect(text.isEmpty)
        let message = try #require(Hex.bytes(Self.pdu.dropFirst(2)).flatMap { SubmittedMessage($0) })
        #expect(requests == [.send(message)])
        #expect(ask("AT").isEmpty)
        #expect(interpreter.sent(reference: 7) == Array("\r\n+CMGS: 7\r\n\r\nOK\r\n".utf8))
        #expect(interpreter.sent(reference: 8) == nil)
        #expect(ask("AT") == "OK")
    }

    @Test(arguments: [
        ("\u{1B}", "OK"), ("00\u{1B}AT+CMGF?\r", "OK|+CMGF: 0|OK"), ("\(pdu)00\u{1A}", "+CMS ERROR: 304"),
        ("hello\u{1A}", "+CMS ERROR: 304"), ("\u{1A}", "+CMS ERROR: 304"),
        (String(repeating: "0", count: 5000) + "\u{1A}", "+CMS ERROR: 304"),
    ])
    mutating func whatIsNoMessageIsRefused(text: String, answer: String) {
        _ = ask("AT+CMGS=23")
        #expect(play(text).text == answer)
        #expect(interpreter.mode == .command)
    }

    @Test mutating func withoutCardOrNetworkNothingIsSent() {
        _ = state.register(.denied)
        _ = ask("AT+CMGS=23")
        #expect(play("\(Self.pdu)\u{1A}").text == "+CMS ERROR: 331")
        state.sim = nil
        #expect(ask("AT+CMGS=23") == "+CMS ERROR: 310")
        #expect(ask("AT+CMGL=4") == "+CMS ERROR: 310")
    }

    @Test mutating func theNetworkMayNotEvenGiveAPrompt() {
        state.network.serviceCentre.answers = [.noPrompt]
        #expect(ask("AT+CMGS=23") == "")
        #expect(ask("AT") == "OK")
    }

    @Test mutating func aMessageIsWrittenToAStore() {
        _ = ask("AT+CMGW=23")
        #expect(play("\(Self.pdu)\u{1A}").text == "+CMGW: 0|OK")
        #expect(ask("AT+CMGL=2") == "+CMGL: 0,2,,23|\(Self.pdu)|OK")
    }

    @Test mutating func aMessageCutAnywhereIsTheSame() {
        let bytes = Array("AT+CMGW=23\r\(Self.pdu)\u{1A}AT+CMGD=0\r".utf8)
        for cut in bytes.indices {
            var output = interpreter.receive(Array(bytes[..<cut]), state: &state).bytes
            output += interpreter.receive(Array(bytes[cut...]), state: &state).bytes
            let text = String(decoding: output, as: UTF8.self)
            #expect(text == "\r\n> \r\n+CMGW: 0\r\n\r\nOK\r\n\r\nOK\r\n", "cut at \(cut)")
        }
    }
}
