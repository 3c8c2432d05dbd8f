import EventLoop
import TestSupport
import Testing

@testable import ModemEmulator

@Suite struct VerbTests {
    @Test(arguments: [
        "sms --from +49171 --text Hello  there\\nand \\\\", "sms --from Bank --class 0 --ucs2 --ports 1,2 --text x",
        "sms --from 1 --reference 7 --time 26/11/25,07:30:00+04 --parts 2,1 --data 0A0B", "sms --pdu 000102",
        "sms-stores", "sms-sent", "sms-next accept refuse:38 silent lost no-prompt", "sms-always refuse:500",
        "sms-reports later", "sms-report 3 70", "sms-report last 0", "ussd *100# text Hello\\nthere",
        "ussd *101#/2 menu 1 one", "ussd *1# same *2#", "ussd *1# release", "ussd *1# silence", "ussd *1# refuse",
        "ussd *1# timeout", "ussd *1# unsupported", "ussd-push menu Who?", "ussd-release", "cell 00C3 0000A1B2",
        "signal 99", "technology HSDPA", "time 26/11/25,07:30:00-04",
    ])
    func verbsAreWrittenAsTheyAreRead(line: String) {
        #expect(ControlCommand(line)?.description == line)
    }

    @Test(arguments: [
        "sms", "sms --text x", "sms --from 1", "sms --from 1 --class 4 --text x", "sms --from 1 --ports 1 --text x",
        "sms --from 1 --time now --text x", "sms --from 1 --parts 0 --text x", "sms --from 1 --data 0", "sms --pdu",
        "sms --pdu xx", "sms-next", "sms-next refuse", "sms-next refuse:x", "sms-always accept lost", "sms-report 1",
        "sms-report 256 0", "sms-sent now", "ussd *1#", "ussd *1# text", "ussd *1# shout x", "ussd *1# silence x",
        "ussd-push text", "cell 1", "cell x 1", "signal 50", "technology 9G", "time 12:00",
    ])
    func anythingElseIsNot(line: String) {
        #expect(ControlCommand(line) == nil)
    }

    @Test func wordsHaveOtherNames() {
        #expect(ControlCommand("sms-report last delivered") == .message(.report(nil, status: 0)))
        #expect(ControlCommand("sms-report 2 failed") == .message(.report(2, status: 0x46)))
    }
}

@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct RadioVerbTests {
    private let clock = TestClock()
    private let recorded = RecordedLog()

    @Test func theNetworkAroundTheStickChanges() async throws {
        var state = StickState.fixture()
        state.quirks.floodsUntilStorageIsRead = false
        let modem = VirtualModem(
            state: state, ports: [("at0", .data)], timing: StickTiming(), clock: clock, log: recorded.log,
            makePeer: { RecordingPeer() })
        modem.powerOn()
        let port = modem.ports[0]
        _ = port.ask("ATE0+CREG=2;+CGREG=1;+CTZR=1")
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await recorded.wait(for: "registration home")
        _ = port.text()
        let verbs = ["cell 1F 2E", "signal 3", "technology EDGE", "time 27/01/02,03:04:05+08"]
        for command in verbs.compactMap({ ControlCommand($0) }) { _ = try modem.perform(command) }
        #expect(port.text() == "+CREG: 1,\"001F\",\"0000002E\"|+ZPASR: \"EDGE\"|+CTZV: +08")
        #expect(port.ask("AT+CSQ;+CCLK?") == "+CSQ: 3,99|+CCLK: \"27/01/02,03:04:05+08\"|OK")
        // 3G alone: what it is on is left.
        _ = port.ask("AT+ZSNT=2,0,0")
        #expect(port.ask("AT+CREG?") == "+CREG: 2,2|OK")
    }
}
