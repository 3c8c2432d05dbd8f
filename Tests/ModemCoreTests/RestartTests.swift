import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A stick that starts anew without leaving the bus, and one that only talks as if it did.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct RestartTests {
    private let world = ScriptedWorld()
    private static let forgotten = "\r\n+CREG: 0,2\r\n\r\nOK\r\n"

    private func count(_ command: String) -> Int { world.stick.log.count { $0 == command } }

    /// It has forgotten what it was told, and says that it searches.
    private func forget() { world.stick.answers["AT+CREG?"] = Self.forgotten }

    private func say(_ line: String) { world.ports.port("ttyUSB2")?.say("\r\n" + line + "\r\n") }

    @Test(arguments: ["^BOOT:36852822,0,0,0,75", "^SYSSTART", "+CPIN: READY"])
    func whatAStickSaysAtItsStartHasItReadAnew(line: String) async {
        #expect(await world.registers())
        forget()
        say(line)
        #expect(await world.wait(atMost: .seconds(5)) { count("AT+CREG=2") == 2 })
        #expect(count("AT+CMEE=1") == 2)
        #expect(count("AT+CGMM") == 2)
    }

    @Test func aStartThatNobodyAnnouncedIsNoticedByTheNextPollOfTheRegistration() async {
        #expect(await world.registers())
        forget()
        #expect(await world.wait(atMost: .seconds(65)) { count("AT+CREG=2") == 2 })
    }

    @Test func aStickThatWantsItsPinAgainIsLocked() async {
        #expect(await world.registers())
        forget()
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        say("^SYSSTART")
        #expect(await world.reachesState(.locked))
        #expect(world.modem.snapshot.reason == .simPin)
        #expect(!world.stick.log.contains { $0.hasPrefix("AT+CPIN=") })
    }

    @Test func aStickThatOnlyTalksIsNotReadAnew() async {
        #expect(await world.registers())
        for _ in 1...100 { say("^BOOT:36852822,0,0,0,75") }
        await world.pass(.seconds(60))
        #expect(count("AT+CMEE=1") == 1)
        // Ten questions a second at most, whatever it says.
        #expect(count("AT+CREG?") < 200)
        #expect(world.modem.snapshot.state == .registered)
    }

    @Test func firmwareThatNeverSaysWhatItReportsIsNotReadAnewForThat() async {
        world.stick.answers["AT+CREG?"] = "\r\n+CREG: 0,1\r\n\r\nOK\r\n"
        #expect(await world.registers())
        await world.pass(.seconds(100))
        #expect(count("AT+CMEE=1") == 1)
    }

    @Test func duringACallItIsReadAnewOnceThatIsOver() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        forget()
        say("^SYSSTART")
        #expect(await world.wait { world.modem.snapshot.reason == .controlSilent })
        #expect(world.modem.snapshot.state == .connected)
        #expect(world.calls.current?.hangUps == 0)
        world.endCall(.hangUp)
        #expect(await world.wait { count("AT+CREG=2") == 2 })
    }
}
