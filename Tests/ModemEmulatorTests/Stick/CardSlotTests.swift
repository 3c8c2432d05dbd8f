import EventLoop
import TestSupport
import Testing

@testable import ModemEmulator

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct CardSlotTests {
    private let clock = TestClock()
    private let recorded = RecordedLog()

    private func modem(asksForPIN: Bool = false, zeros: Bool = false) -> VirtualModem {
        var state = StickState.fixture(asksForPIN: asksForPIN)
        state.quirks.floodsUntilStorageIsRead = false
        state.quirks.sendsZeros = zeros
        let modem = VirtualModem(
            state: state, ports: StickFamily.mf622.portNames, timing: StickTiming(), clock: clock, log: recorded.log,
            makePeer: { RecordingPeer() })
        modem.powerOn()
        return modem
    }

    @Test func aCardThatIsTakenOutTakesTheNetworkAlong() async throws {
        let modem = modem()
        let port = modem.ports[0]
        _ = port.ask("ATE0")
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await recorded.wait(for: "registration home")
        _ = port.text()
        #expect(try modem.perform(.card(false)))
        #expect(port.ask("AT+CMEE=1;+CPIN?").hasSuffix("+CME ERROR: 10"))
        #expect(port.ask("AT+CREG?") == "+CREG: 0,0|OK")
        #expect(throws: ControlError.self) { try modem.perform(.card(false)) }
    }

    @Test func putBackItAsksForItsPIN() throws {
        let modem = modem(asksForPIN: true)
        let port = modem.ports[0]
        _ = port.ask("ATE0")
        _ = port.ask("AT+CPIN=1234")
        #expect(throws: ControlError.self) { try modem.perform(.card(true)) }
        #expect(try modem.perform(.card(false)))
        #expect(try modem.perform(.card(true)))
        #expect(port.ask("AT+CPIN?") == "+CPIN: SIM PIN|OK")
    }

    @Test func zerosComeFromDiagnosticsAlone() async throws {
        let modem = modem(zeros: true)
        await clock.waitForSleepers(2)
        clock.advance(by: .seconds(1))
        await clock.waitForSleepers(2)
        #expect(try #require(modem.ports[1].take(.max)).allSatisfy { $0 == 0 })
    }
}
