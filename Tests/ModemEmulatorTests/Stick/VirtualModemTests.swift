import EventLoop
import TestSupport
import Testing

@testable import ModemEmulator

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct VirtualModemTests {
    private let clock = TestClock()
    private let recorded = RecordedLog()
    private let peer: RecordingPeer
    private let modem: VirtualModem
    private let data: ModemPort
    private let diagnostics: ModemPort
    private let second: ModemPort

    init() throws { try self.init(peer: RecordingPeer()) }

    private init(asksForPIN: Bool = false, peer: RecordingPeer) throws {
        self.peer = peer
        var state = StickState.fixture(asksForPIN: asksForPIN)
        state.quirks.floodsUntilStorageIsRead = false
        modem = VirtualModem(
            state: state, ports: StickFamily.mf622.portNames, timing: StickTiming(), clock: clock, log: recorded.log,
            makePeer: { peer })
        data = try #require(modem.ports.first)
        diagnostics = modem.ports[1]
        second = try #require(modem.ports.last)
        modem.powerOn()
        _ = data.ask("ATE0")
        _ = second.ask("ATE0")
    }

    private func register() async {
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await recorded.wait(for: "registration home")
    }

    private func connect() async {
        await register()
        _ = data.ask("AT+CGDCONT=1,\"IP\",\"internet\"")
        _ = data.ask("ATD*99***1#")
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(300))
        await recorded.wait(for: "at0> CONNECT")
        #expect(data.text() == "CONNECT 7200000")
        _ = second.text()
    }

    @Test func registrationTakesItsTimeAndIsAnnouncedOnEveryATPort() async {
        #expect(second.ask("AT+CREG=1;+CREG?") == "+CREG: 1,2|OK")
        await register()
        #expect(second.text().hasPrefix("+CREG: 1|+ZPASR"))
        #expect(data.text().hasPrefix("+CREG: 1|+ZPASR"))
        #expect(diagnostics.text() == "")
    }

    @Test func theNetworkTellsTheTime() async {
        #expect(second.ask("AT+CTZR=1") == "OK")
        await register()
        #expect(second.text().contains("+CTZV: +04|"))
        #expect(second.ask("AT+CCLK?") == "+CCLK: \"26/11/25,07:30:00+04\"|OK")
    }

    @Test func aScanTakesItsTimeAndTheOtherPortAnswersMeanwhile() async {
        await register()
        _ = (data.text(), second.text())
        #expect(second.ask("AT+COPS=?") == "")
        await clock.waitForSleepers()
        #expect(data.ask("AT") == "OK")
        clock.advance(by: .seconds(4))
        await recorded.wait(for: "scan finished")
        #expect(second.text().hasPrefix("+COPS: (2,\"T-Mobile D\""))
        #expect(second.ask("AT") == "OK")
    }

    @Test(arguments: [true, false])
    func aScanIsAbortedByACharacterOrTheEndOfItsPort(byCharacter: Bool) async {
        await register()
        _ = second.text()
        _ = second.ask("AT+COPS=?")
        await clock.waitForSleepers()
        if byCharacter { _ = second.receive([0x20]) } else { second.setDataTerminalReady(false) }
        await recorded.wait(for: "scan aborted")
        #expect(second.text() == (byCharacter ? "ERROR" : ""))
        clock.advance(by: .seconds(10))
        #expect(second.ask("AT") == "OK")
    }

    @Test func aRadioThatIsOffIsInNoNetworkAndLooksForOneWhenItIsOn() async {
        #expect(second.ask("AT+CFUN=4;+CFUN?") == "+CFUN: 4|OK")
        #expect(second.ask("AT+CREG?") == "+CREG: 0,0|OK")
        // The card stays on.
        #expect(second.ask("AT+CPIN?") == "+CPIN: READY|OK")
        #expect(second.ask("AT+CFUN=1;+CFUN?") == "+CFUN: 1|OK")
        await register()
        #expect(second.ask("AT+CREG?").hasSuffix("+CREG: 0,1|OK"))
    }

    @Test func commandsItIsDeafToGetNoAnswerAndTheNextOneDoes() {
        modem.state.quirks.ignoredCommands = ["AT+CPIN"]
        #expect(second.ask("at+cpin?") == "")
        #expect(recorded.contains("at2< at+cpin?"))
        #expect(second.ask("AT") == "OK")
    }

    @Test func aFloodIsUnsolicitedLinesUntilItIsEnded() async {
        await register()
        _ = (data.text(), second.text())
        modem.setFlood(rate: 1000)
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(20))
        while modem.floodedLines < 40 { await Task.yield() }
        #expect(second.text().split(separator: "|") == Array(repeating: "^MODE:5,4", count: 20))
        #expect(diagnostics.text() == "")
        modem.setFlood(rate: 0)
        #expect(second.ask("AT") == "OK")
    }

    @Test func aFloodNobodyReadsIsLost() async {
        modem.setFlood(rate: 100_000)
        await clock.waitForSleepers(2)
        for _ in 1...3 {
            let before = modem.floodedLines
            clock.advance(by: .milliseconds(20))
            while modem.floodedLines == before, modem.floodedLines < 4000 { await Task.yield() }
            await clock.waitForSleepers()
        }
        #expect(modem.floodedLines == 4000, "one batch for each of two ports, and no room for more")
    }

    @Test func aLockedCardRegistersAfterItsPIN() async throws {
        let test = try VirtualModemTests(asksForPIN: true, peer: RecordingPeer())
        #expect(test.clock.sleeperCount == 0)
        #expect(test.data.ask("AT+CPIN=\"1234\"") == "OK")
        await test.register()
        #expect(test.recorded.contains("at0< AT+CPIN=\"****\""))
        #expect(!test.recorded.contains("1234"))
    }

    @Test func theDiagnosticsPortSaysNothing() {
        #expect(diagnostics.ask("AT") == "")
        #expect(diagnostics.ask("ATE0+CPMS?") == "")
    }

    @Test func theFloodEndsWhenTheStorageHasBeenRead() async {
        modem.state.quirks.floodsUntilStorageIsRead = true
        modem.powerOn()
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(1))
        await clock.waitForSleepers(2)
        #expect(data.text() == "+ZUSIMR:2")
        #expect(data.ask("ATE0+CPMS?").hasSuffix("OK"))
        clock.advance(by: .seconds(60))
        #expect(!data.text().contains("ZUSIMR"))
    }

    @Test func aCallCarriesBytesBothWays() async {
        await connect()
        #expect(data.receive([0x7E, 0xFF, 13]))
        #expect(peer.received == [0x7E, 0xFF, 13])
        peer.events?.received([0x7E, 0x21])
        #expect(data.take(100) == [0x7E, 0x21])
        #expect(second.ask("AT+CGACT?") == "+CGACT: 1,1|OK")
        #expect(modem.status(extra: []).contains("\"apn\":\"internet\""))
    }

    @Test func backPressureGoesBothWays() async {
        await connect()
        peer.hasRoom = false
        #expect(!data.receive([1]))
        for _ in 0..<9 { peer.events?.received([UInt8](repeating: 0, count: 4096)) }
        #expect(!peer.isFlowing)
        while data.take(4096) != nil {}
        #expect(peer.isFlowing)
    }

    @Test(arguments: ["DTR", "ATH", "context", "far end", "carrier", "radio"])
    func aCallEndsInManyWays(how: String) async {
        await connect()
        switch how {
        case "DTR": data.setDataTerminalReady(false)
        case "ATH": #expect(second.ask("ATH") == "OK")
        case "context": #expect(second.ask("AT+CGACT=0,1") == "OK")
        case "far end": peer.events?.ended("gone")
        case "carrier": #expect(throws: Never.self) { try modem.perform(.dropCarrier) }
        default: #expect(second.ask("AT+CFUN=4").hasSuffix("OK"))
        }
        await modem.finished()
        #expect(peer.isStopped)
        #expect(data.text() == (how == "DTR" ? "" : "NO CARRIER"))
        #expect(data.ask("AT") == "OK")
        #expect(modem.callName == "none")
    }

    @Test func droppingDTROnAnotherPortLeavesTheCall() async {
        await connect()
        second.setDataTerminalReady(false)
        #expect(modem.callName == "up")
    }

    @Test func aPeerThatCannotStartIsNoCarrier() async throws {
        let test = try VirtualModemTests(peer: RecordingPeer(failure: .noPeer("no pppd")))
        await test.register()
        _ = test.data.ask("AT+CGDCONT=1,\"IP\",\"\"")
        _ = test.data.ask("ATD*99#")
        await test.clock.waitForSleepers()
        test.clock.advance(by: .milliseconds(300))
        await test.recorded.wait(for: "at0> NO CARRIER")
        #expect(test.recorded.contains("no PPP peer: no pppd"))
        #expect(test.data.text() == "NO CARRIER")
    }

    @Test func lostRegistrationLeavesTheCallUp() async {
        _ = second.ask("AT+CREG=1")
        await connect()
        modem.setCoverage(.none)
        #expect(second.text() == "+CREG: 2")
        #expect(modem.callName == "up")
        modem.setCoverage(.roaming)
        #expect(second.text().hasPrefix("+CREG: 5"))
    }

    @Test func aStalledCallStaysUpAndCarriesNothing() async {
        await connect()
        modem.isStalled = true
        #expect(data.receive([1, 2]))
        peer.events?.received([3])
        #expect(peer.received.isEmpty)
        #expect(data.take(10) == nil)
        modem.isStalled = false
        #expect(data.receive([4]))
        #expect(peer.received == [4])
    }

    @Test func aHungModemAnswersNothingButCarriesItsCall() async {
        await connect()
        modem.isHung = true
        #expect(second.ask("AT") == "")
        #expect(data.receive([1]))
        #expect(peer.received == [1])
        modem.isHung = false
        #expect(second.ask("AT") == "OK")
    }

    @Test func aPortNobodyReadsKeepsLittle() {
        for _ in 0..<10_000 { modem.announce(["+ZUSIMR:2"]) }
        var count = 0
        while let bytes = second.take(512) { count += bytes.count }
        #expect((1...8192).contains(count))
    }

    @Test func powerOffForgetsWhatIsNotOnTheCard() async {
        await connect()
        modem.powerOff()
        modem.powerOn()
        #expect(data.ask("AT+CREG?").hasSuffix("+CREG: 0,2|OK"))
        #expect(data.ask("ATE0+CGDCONT?").contains("\"internet\""))
    }
}
