import EventLoop
import TestSupport
import Testing

@testable import ModemEmulator

@Suite struct UssdTextTests {
    @Test(arguments: [
        (UssdForm.text, CharacterSet.ira, "*100#", "*100#" as String?), (.text, .ucs2, "002A00310030", "*10"),
        (.packed, .gsm, "AA180C3602", "*100#"), (.ucs2, .ira, "0031", "1"),
        (.packed, .gsm, "*100#", nil), (.ucs2, .gsm, "003", nil), (.packed, .gsm, "31D98C56B3DD1A", "1234567"),
    ])
    func theHostWritesAsTheFirmwareReads(form: UssdForm, set: CharacterSet, string: String, text: String?) {
        #expect(UssdText.read(string, form: form, set) == text)
    }

    @Test(arguments: [
        (UssdForm.text, CharacterSet.ira, "Hä", "H?", 15), (.text, .gsm, "Hä", "H{", 15),
        (.text, .ucs2, "Hä", "004800E4", 15), (.packed, .ira, "*100#", "AA180C3602", 15),
        (.packed, .gsm, "1234567", "31D98C56B3DD1A", 15), (.ucs2, .ira, "1", "0031", 72),
        (.text, .ira, "Ж", "0416", 72), (.packed, .ira, "Ж", "0416", 72),
    ])
    func theFirmwareWritesAsItsFormIs(form: UssdForm, set: CharacterSet, text: String, string: String, coding: UInt8) {
        let written = UssdText.write(text, form: form, set)
        #expect(String(decoding: written.string, as: UTF8.self) == string)
        #expect(written.coding == coding)
    }

    @Test(arguments: 1...20) func packedTextIsReadAsItWas(length: Int) {
        let text = String(repeating: "x", count: length)
        let written = UssdText.write(text, form: .packed, .ira)
        #expect(UssdText.read(String(decoding: written.string, as: UTF8.self), form: .packed, .ira) == text)
    }
}

@Suite struct UssdServiceTests {
    private var service = UssdService()

    private mutating func ask(_ text: String) -> String {
        guard let (outcome, text) = service.ask(text) else { return "nothing" }
        return "\(outcome.rawValue)\(text.map { " \($0.prefix(7))" } ?? "")"
    }

    @Test mutating func menusLeadFurther() {
        #expect(ask("*101#") == "1 Welcome")
        #expect(ask("2") == "1 Options")
        #expect(ask("0") == "1 Welcome")
        #expect(ask("1") == "0 Your ba")
        #expect(ask("1") == "4")
    }

    @Test(arguments: [("*104#", "nothing"), ("*105#", "2"), ("*106#", "5"), ("*999#", "4")])
    mutating func networksAreOfAllKinds(code: String, answer: String) {
        #expect(ask(code) == answer)
    }

    @Test mutating func aCircleEndsInSilence() {
        let isSet = service.set(.same("*1#"), at: "*1#")
        #expect(isSet)
        #expect(ask("*1#") == "nothing")
    }

    @Test mutating func aMenuThatIsLeftIsForgotten() {
        _ = ask("*101#")
        service.end()
        #expect(ask("*101#") == "1 Welcome")
    }
}

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct UssdFlowTests {
    private let clock = TestClock()
    private let recorded = RecordedLog()

    private func registered(form: UssdForm = .text) async -> VirtualModem {
        var state = StickState.fixture()
        state.quirks.floodsUntilStorageIsRead = false
        state.quirks.ussdForm = form
        let modem = VirtualModem(
            state: state, ports: StickFamily.mf622.portNames, timing: StickTiming(), clock: clock, log: recorded.log,
            makePeer: { RecordingPeer() })
        modem.powerOn()
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await recorded.wait(for: "registration home")
        for index in [0, 2] { _ = modem.ports[index].ask("ATE0+CMEE=1") }
        return modem
    }

    private func answer(_ port: ModemPort, _ line: String) async -> String {
        #expect(port.ask(line) == "OK")
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(300))
        while true {
            let text = port.text()
            if !text.isEmpty { return text }
            await Task.yield()
        }
    }

    @Test func theAnswerComesOnThePortThatAsked() async {
        let modem = await registered()
        #expect(await answer(modem.ports[2], "AT+CUSD=1,\"*100#\",15") == "+CUSD: 0,\"Your balance is 12.34 EUR.\",15")
        #expect(await answer(modem.ports[2], "AT+CUSD=1,\"*101#\",15").hasPrefix("+CUSD: 1,\"Welcome\n1 "))
        #expect(await answer(modem.ports[2], "AT+CUSD=1,\"1\",15") == "+CUSD: 0,\"Your balance is 12.34 EUR.\",15")
        #expect(await answer(modem.ports[2], "AT+CUSD=1,\"*105#\",15") == "+CUSD: 2")
        #expect(modem.ports[0].text().isEmpty)
    }

    @Test func hexadecimalIsForSomeFirmware() async {
        let modem = await registered(form: .packed)
        #expect(modem.ports[0].ask("AT+CUSD=1,\"*100#\",15") == "+CME ERROR: 50")
        #expect(await answer(modem.ports[0], "AT+CUSD=1,\"AA180C3602\",15").hasPrefix("+CUSD: 0,\"D9775D0E"))
    }

    @Test func theNetworkSpeaksByItself() async throws {
        let modem = await registered()
        _ = modem.ports[0].ask("AT+CUSD=1")
        modem.pushUssd("Who are you?", asks: true)
        #expect(modem.ports[0].text() == "+CUSD: 1,\"Who are you?\",15")
        #expect(modem.ports[2].text() == "+CUSD: 1,\"Who are you?\",15")
        modem.releaseUssd()
        #expect(modem.ports[0].text() == "+CUSD: 2")
    }

    @Test func whatIsCancelledIsNotAnswered() async throws {
        let modem = await registered()
        _ = modem.ports[0].ask("AT+CUSD=1,\"*101#\",15")
        await clock.waitForSleepers()
        #expect(modem.ports[0].ask("AT+CUSD=2") == "OK")
        clock.advance(by: .seconds(1))
        #expect(modem.ports[0].text().isEmpty)
        #expect(modem.state.network.ussd.place == nil)
        modem.setCoverage(.none)
        #expect(modem.ports[0].ask("AT+CUSD=1,\"*100#\",15").hasSuffix("+CME ERROR: 30"))
    }
}
