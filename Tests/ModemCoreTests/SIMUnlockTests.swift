import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A SIM that is blocked, and its PUK.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct SIMUnlockTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let wrong = "AT+CPIN=\"00000000\",\"4321\""
    private static let right = "AT+CPIN=\"12345678\",\"4321\""

    private func isBlocked() async -> Bool {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n"
        world.stick.says("+ZPINPUK: 0,10|OK", to: "AT+ZPINPUK=?")
        world.plugModem()
        return await world.reachesState(.locked)
    }

    private func send(_ puk: String) -> Task<Void, any Error> {
        Task { try await world.modem.sendPUK(try PUK(puk), newPIN: try PIN("4321")) }
    }

    private var tries: [String] { world.stick.log.filter { $0.hasPrefix("AT+CPIN=") } }

    @Test func theRightPUKOpensIt() async throws {
        #expect(await isBlocked())
        #expect(modem.snapshot.reason == .simPuk)
        world.stick.answers[Self.right] = "\r\nOK\r\n"
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: READY\r\n\r\nOK\r\n"
        world.stick.says("+ZPINPUK: 3,10|OK", to: "AT+ZPINPUK=?")
        try await send("12345678").value
        #expect(await world.reachesState(.registered))
        #expect(modem.snapshot.sim?.pinRetries == 3)
        #expect(tries == [Self.right])
    }

    @Test(arguments: [("+ZPINPUK: 0,9|OK", Int32(9)), ("+ZPINPUK: 0,10|OK", 9), ("ERROR", 9)])
    func aWrongPUKIsSentOnceAndCounted(counters: String, left: Int32) async {
        #expect(await isBlocked())
        world.stick.says(counters, to: "AT+ZPINPUK=?")
        world.stick.answers[Self.wrong] = "\r\n+CME ERROR: 16\r\n"
        await #expect(throws: ModemError.wrongPUK) { try await send("00000000").value }
        #expect(modem.snapshot.sim?.pukRetries == left)
        #expect(modem.snapshot.state == .locked && modem.snapshot.reason == .simPuk)
        #expect(tries == [Self.wrong])
    }

    @Test func theTenthWrongPUKEndsTheSIM() async {
        #expect(await isBlocked())
        world.stick.answers[Self.wrong] = "\r\n+CME ERROR: 16\r\n"
        world.stick.answers["AT+CPIN?"] = "\r\n+CME ERROR: 13\r\n"
        await #expect(throws: ModemError.wrongPUK) { try await send("00000000").value }
        #expect(modem.snapshot.state == .failed && modem.snapshot.reason == .simFailure)
    }

    // Seen on sticks that want the PIN once more.
    @Test func aSIMThatAsksForItsPINAgainIsUnblocked() async throws {
        #expect(await isBlocked())
        world.stick.answers[Self.right] = "\r\nERROR\r\n"
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        try await send("12345678").value
        #expect(await world.wait { modem.snapshot.state == .locked && modem.snapshot.reason == .simPin })
    }

    @Test func eachSecretHasItsQuestion() async throws {
        #expect(await isBlocked())
        let noPIN = ModemError.wrongState(.locked, needed: "the SIM does not ask for its PIN")
        await #expect(throws: noPIN) { try await modem.sendPIN(try PIN("1234")) }
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.stick.answers[Self.right] = "\r\nOK\r\n"
        try await send("12345678").value
        #expect(await world.wait { modem.snapshot.reason == .simPin })
        let noPUK = ModemError.wrongState(.locked, needed: "the SIM does not ask for its PUK")
        await #expect(throws: noPUK) { try await send("12345678").value }
        #expect(tries == [Self.right])
    }

    @Test func theLastWrongPINBringsThePUK() async throws {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.stick.says("+ZPINPUK: 1,10|OK", "+ZPINPUK: 0,10|OK", to: "AT+ZPINPUK=?")
        world.plugModem()
        #expect(await world.reachesState(.locked))
        world.stick.answers["AT+CPIN=\"0000\""] = "\r\n+CME ERROR: 12\r\n"
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n"
        await #expect(throws: ModemError.wrongPIN) {
            try await modem.sendPIN(try PIN("0000"), isLastTryMeant: true)
        }
        #expect(modem.snapshot.reason == .simPuk)
        #expect(modem.snapshot.sim?.lock == .puk && modem.snapshot.sim?.pinRetries == 0)
    }

    /// Its word alone does not do: a counter that fell was a refusal.
    @Test(arguments: [("+ZPINPUK: 3,10|OK", ModemError.simBusy, Int32(3)), ("+ZPINPUK: 2,10|OK", .wrongPIN, 2)])
    func aBusySIMHasRefusedNothing(after: String, error: ModemError, tries: Int32) async throws {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.stick.says("+ZPINPUK: 3,10|OK", after, to: "AT+ZPINPUK=?")
        world.plugModem()
        #expect(await world.reachesState(.locked))
        world.stick.answers["AT+CPIN=\"0000\""] = "\r\n+CME ERROR: 14\r\n"
        await #expect(throws: error) { try await modem.sendPIN(try PIN("0000")) }
        #expect(modem.snapshot.state == .locked && modem.snapshot.sim?.pinRetries == tries)
    }

    @Test func aPUKWhoseAnswerNeverComesIsNotSentAgain() async {
        #expect(await isBlocked())
        world.stick.wedges["ttyUSB2"] = Self.wrong
        await #expect(throws: ModemError.timedOut("Sending the PUK")) { try await send("00000000").value }
        world.ports.reopeningHelps = true
        #expect(await world.wait { world.states.suffix(2) == [.enabling, .locked] && world.states.count > 4 })
        #expect(tries == [Self.wrong])
    }

    @Test func oneAtATime() async {
        #expect(await isBlocked())
        world.stick.mute.insert(Self.wrong)
        let first = send("00000000")
        #expect(await world.wait { tries == [Self.wrong] })
        await #expect(throws: ModemError.inProgress) { try await send("11111111").value }
        await #expect(throws: ModemError.inProgress) { try await modem.send(try RawCommand("AT+CSQ")) }
        _ = await first.result
        #expect(tries == [Self.wrong])
    }

    @Test func aStickThatLeavesMeanwhileIsForgotten() async {
        #expect(await isBlocked())
        world.stick.mute.insert(Self.wrong)
        let waiting = send("00000000")
        #expect(await world.wait { tries == [Self.wrong] })
        modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await waiting.value }
    }

    /// The ports are let go of while the counters are read: nothing of the old presence comes back.
    @Test func countersThatComeTooLateAreNotShown() async {
        #expect(await isBlocked())
        world.stick.answers[Self.wrong] = "\r\n+CME ERROR: 16\r\n"
        world.stick.mute.insert("AT+ZPINPUK=?")
        let waiting = send("00000000")
        #expect(await world.wait { world.stick.log.count { $0 == "AT+ZPINPUK=?" } == 2 })
        modem.feed(.portsLost)
        await #expect(throws: ModemError.self) { try await waiting.value }
        #expect(modem.snapshot.sim == nil)
    }
}
