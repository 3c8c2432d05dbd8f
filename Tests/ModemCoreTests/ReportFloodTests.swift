import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A stick that reports more than anybody wants to know.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct ReportFloodTests {
    private let world = ScriptedWorld()

    @Test func aFloodDoesNotBecomeAFloodOfChanges() async {
        #expect(await world.registers())
        await world.pass(.seconds(1))
        let before = world.changes.count
        let start = world.clock.now
        for number in 0..<5000 {
            world.ports.port("ttyUSB2")?.say("\r\n+ZPASR: \"\(number % 2 == 0 ? "GPRS" : "UMTS")\"\r\n")
        }
        // The newest counts, whatever was dropped.
        world.ports.port("ttyUSB2")?.say("\r\n+ZPASR: \"EDGE\"\r\n")
        #expect(await world.wait { world.modem.snapshot.network?.accessTechnology == "edge" })
        let seconds = start.duration(to: world.clock.now).components.seconds + 1
        #expect(world.changes.count - before <= 21 * Int(seconds))
    }

    @Test func aReportBetweenTwoAnswersIsNotLost() async {
        world.stick.answers["AT+CREG?"] = "\r\n+CREG: 2,2\r\n\r\nOK\r\n"
        world.stick.answers["AT+CGREG?"] = "\r\n+CREG: 1,\"00C3\",\"0000ABCD\"\r\n\r\n+CGREG: 2,2\r\n\r\nOK\r\n"
        world.plugModem()
        // Sooner than the next poll.
        #expect(await world.wait(atMost: .seconds(10)) { world.modem.snapshot.state == .registered })
    }

    @Test func linesThatMeanNothingHoldUpNothing() async {
        #expect(await world.registers())
        let start = world.clock.now
        for _ in 0..<5000 { world.ports.port("ttyUSB2")?.say("\r\n+ZUSIMR:2\r\n") }
        world.ports.port("ttyUSB2")?.say("\r\n+CREG: 5,\"00C4\",\"0000ABCE\"\r\n\r\n+CGREG: 2\r\n")
        #expect(await world.wait { world.modem.snapshot.network?.registration == .roaming })
        #expect(start.duration(to: world.clock.now) < .seconds(5))
    }
}
