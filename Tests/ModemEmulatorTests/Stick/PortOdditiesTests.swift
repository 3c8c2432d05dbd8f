import EventLoop
import TestSupport
import Testing

@testable import ModemEmulator

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct PortOdditiesTests {
    private let clock = TestClock()
    private let recorded = RecordedLog()

    @LoopActor private final class Room {
        var isThere = false
    }

    private func modem(_ change: (inout PortOddities) -> Void) async -> VirtualModem {
        var state = StickState.fixture()
        state.quirks.floodsUntilStorageIsRead = false
        change(&state.quirks.ports)
        let modem = VirtualModem(
            state: state, ports: StickFamily.mf622.portNames, timing: StickTiming(), clock: clock, log: recorded.log,
            makePeer: { RecordingPeer() })
        modem.powerOn()
        for port in modem.ports { _ = port.ask("ATE0") }
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await recorded.wait(for: "registration home")
        for port in modem.ports { _ = port.text() }
        return modem
    }

    @Test func onlyOnePortDials() async {
        let modem = await modem { $0.dialsOn = 2 }
        _ = modem.ports[2].ask("AT+CGDCONT=1,\"IP\",\"internet\"")
        #expect(modem.ports[0].ask("ATD*99***1#") == "ERROR")
        #expect(modem.ports[0].ask("AT") == "OK", "it takes other commands as before")
        _ = modem.ports[2].ask("ATD*99***1#")
        #expect(modem.callName == "dialing")
    }

    @Test func aPortAnswersWithZeros() async {
        let modem = await modem { $0.zerosOn = 0 }
        _ = modem.ports[0].receive(Array("AT\r".utf8))
        #expect(modem.ports[0].take(1024) == [UInt8](repeating: 0, count: 64))
        #expect(modem.ports[2].ask("AT") == "OK")
    }

    @Test func thePortOfCallsSleepsUntilTheOtherIsAsked() async {
        let modem = await modem { $0.sleeps = true }
        #expect(!modem.ports[0].receive(Array("AT\r".utf8)))
        let room = Room()
        modem.ports[0].onRoom = { room.isThere = true }
        #expect(modem.ports[2].ask("AT+ZOPRT?") == "+ZOPRT: 5|OK")
        #expect(room.isThere)
        #expect(modem.ports[0].ask("AT") == "OK")
    }

    @Test func theCardIsBusyForAWhile() async {
        let modem = await modem { $0.busyStorage = 2 }
        _ = modem.ports[2].ask("AT+CMEE=1")
        #expect(modem.ports[2].ask("AT+CPMS?") == "+CMS ERROR: 314")
        #expect(modem.ports[2].ask("AT+CPMS?") == "+CMS ERROR: 314")
        #expect(modem.ports[2].ask("AT+CPMS?").hasSuffix("OK"))
    }
}
