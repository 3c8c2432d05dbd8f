import EventLoop
import TestSupport
import Testing

@testable import ModemEmulator

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct MessageFlowTests {
    private let clock = TestClock()
    private let recorded = RecordedLog()
    private static let pdu = "0031000B916407281553F80000AA0AE8329BFD4697D9EC37"

    /// One that is registered, and wants to hear of messages.
    private func registered(slots: Int = 1) async -> VirtualModem {
        var state = StickState.fixture()
        state.quirks.floodsUntilStorageIsRead = false
        state.sim?.messages = MessageSlots(capacity: slots)
        let modem = VirtualModem(
            state: state, ports: StickFamily.mf622.portNames, timing: StickTiming(), clock: clock, log: recorded.log,
            makePeer: { RecordingPeer() })
        modem.powerOn()
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await recorded.wait(for: "registration home")
        for index in [0, 2] { _ = modem.ports[index].ask("ATE0+CNMI=1,1,0,2;+CMEE=1") }
        return modem
    }

    private func perform(_ line: String, _ modem: VirtualModem) throws -> String? {
        guard case .message(let command)? = ControlCommand(line) else { throw ControlError("not a command: \(line)") }
        return try modem.perform(command)
    }

    private func send(on port: ModemPort) async -> String {
        let prompt = port.ask("AT+CMGS=23")
        if prompt != "> " { return prompt }
        _ = port.receive(Array("\(Self.pdu)\u{1A}".utf8))
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(200))
        await recorded.wait(for: "message to")
        return port.text()
    }

    @Test func aMessageIsAnnouncedOnAllPorts() async throws {
        let modem = await registered()
        _ = try perform("sms --from 12345 --text Hello there", modem)
        #expect(modem.ports[0].text() == "+CMTI: \"SM\",0")
        #expect(modem.ports[2].text() == "+CMTI: \"SM\",0")
        #expect(modem.ports[0].ask("AT+CMGR=0").hasPrefix("+CMGR: 0,,"))
    }

    @Test func whatDoesNotFitWaitsInTheNetwork() async throws {
        let modem = await registered()
        for word in ["one", "two", "three"] { _ = try perform("sms --from 12345 --text \(word)", modem) }
        #expect(try perform("sms-stores", modem)?.hasSuffix("\"ME\":[],\"waiting\":2}") == true)
        _ = modem.ports[0].text()
        #expect(modem.ports[0].ask("AT+CMGD=0") == "OK|+CMTI: \"SM\",0")
        #expect(try perform("sms-stores", modem)?.hasSuffix("\"waiting\":1}") == true)
    }

    @Test func withoutANetworkTheyWaitToo() async throws {
        let modem = await registered()
        modem.setCoverage(.none)
        _ = try perform("sms --from 12345 --text one", modem)
        _ = modem.ports[0].text()
        modem.setCoverage(.home)
        #expect(modem.ports[0].text().hasSuffix("+CMTI: \"SM\",0"))
    }

    @Test func messagesLiveOnTheCard() async throws {
        let modem = await registered()
        _ = try perform("sms --from 12345 --text one", modem)
        modem.powerOff()
        modem.powerOn()
        #expect(modem.ports[0].ask("ATE0+CPMS?").contains("\"SM\",1,1"))
        try modem.moveCard(false)
        #expect(modem.ports[0].ask("AT+CPMS?") == "ERROR")
        try modem.moveCard(true)
        #expect(modem.ports[0].ask("AT+CPMS?").hasPrefix("+CPMS: \"SM\",1,1"))
    }

    @Test func whatIsSentIsReportedOn() async throws {
        let modem = await registered()
        let port = modem.ports[2]
        #expect(await send(on: port) == "+CMGS: 1|OK|+CDSI: \"SM\",0")
        // Reference 1, and the status: delivered.
        #expect(port.ask("AT+CMGR=0").contains("0601" + "0B916407281553F8"))
        #expect(try perform("sms-sent", modem)?.contains("\"number\":\"+46708251358\",\"text\":\"hellohello\"") == true)
    }

    @Test func reportsComeWhenTheyAreTold() async throws {
        let modem = await registered()
        _ = try perform("sms-reports later", modem)
        #expect(await send(on: modem.ports[2]) == "+CMGS: 1|OK")
        #expect(throws: ControlError.self) { try perform("sms-report 7 failed", modem) }
        _ = try perform("sms-report last failed", modem)
        #expect(modem.ports[2].text() == "+CDSI: \"SM\",0")
        #expect(modem.ports[2].ask("AT+CMGR=0").hasSuffix("46|OK"))
    }

    @Test(arguments: [
        ("refuse:38", "+CMS ERROR: 38", 0), ("silent", "", 1), ("lost", "", 0), ("no-prompt", "", 0),
    ])
    func theNetworkDecidesHowTheyFare(answer: String, said: String, sent: Int) async throws {
        let modem = await registered()
        _ = try perform("sms-reports never", modem)
        _ = try perform("sms-next \(answer)", modem)
        #expect(await send(on: modem.ports[2]) == said)
        #expect(modem.state.network.serviceCentre.sent.count == sent)
        #expect(modem.ports[2].ask("AT") == "OK")
    }

    @Test func aPortThatClosesForgetsWhatItWrote() async {
        let modem = await registered()
        let port = modem.ports[0]
        #expect(port.ask("AT+CMGS=23") == "> ")
        port.setDataTerminalReady(false)
        #expect(port.ask("AT") == "OK")
    }
}
