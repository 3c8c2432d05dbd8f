import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Whether the SIM asks for its PIN, and another PIN.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct PINLockTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let query = "AT+CLCK=\"SC\",2"
    private static let on = "AT+CLCK=\"SC\",1,\"1234\""
    private static let off = "AT+CLCK=\"SC\",0,\"1234\""
    private static let change = "AT+CPWD=\"SC\",\"1234\",\"4321\""

    private func isRegistered(asks: Bool) async -> Bool {
        world.stick.says("+CLCK: \(asks ? 1 : 0)|OK", to: Self.query)
        return await world.registers()
    }

    private func enable(_ isOn: Bool) async throws { try await modem.enablePIN(isOn, with: try PIN("1234")) }
    private func changes() async throws { try await modem.changePIN(from: try PIN("1234"), to: try PIN("4321")) }
    private func count(_ command: String) -> Int { world.stick.log.count { $0 == command } }
    private var tries: Int { world.stick.log.count { $0.contains("\"1234\"") } }

    @Test(arguments: [true, false]) func thePINIsTurnedOnAndOff(isOn: Bool) async throws {
        #expect(await isRegistered(asks: !isOn))
        world.stick.answers[isOn ? Self.on : Self.off] = "\r\nOK\r\n"
        try await enable(isOn)
        #expect(tries == 1)
        #expect(modem.snapshot.sim?.pinRetries == 3)
    }

    @Test func whatIsSoAlreadyIsLeftAlone() async throws {
        #expect(await isRegistered(asks: true))
        try await enable(true)
        #expect(tries == 0)
    }

    @Test func aStickThatDoesNotSayIsAskedAllTheSame() async throws {
        #expect(await world.registers())
        world.stick.answers[Self.on] = "\r\nOK\r\n"
        world.stick.answers[Self.change] = "\r\nOK\r\n"
        try await enable(true)
        try await changes()
        #expect(tries == 2)
    }

    @Test func thePINIsChanged() async throws {
        #expect(await isRegistered(asks: true))
        world.stick.answers[Self.change] = "\r\nOK\r\n"
        try await changes()
        #expect(count(Self.change) == 1)
    }

    @Test func aSIMThatDoesNotAskLetsNobodyChangeIt() async {
        #expect(await isRegistered(asks: false))
        let needed = "have the SIM ask for its PIN first (EnablePin), or it lets nobody change it"
        await #expect(throws: ModemError.wrongState(.registered, needed: needed)) { try await changes() }
        #expect(tries == 0)
    }

    @Test(arguments: [
        ("+CME ERROR: 16", "+ZPINPUK: 2,10|OK"), ("+CME ERROR: 16", "+ZPINPUK: 3,10|OK"),
        ("ERROR", "+ZPINPUK: 2,10|OK"),
    ])
    func aWrongPINIsSentOnceAndCounted(answer: String, counters: String) async {
        #expect(await isRegistered(asks: true))
        world.stick.says("+ZPINPUK: 3,10|OK", counters, to: "AT+ZPINPUK=?")
        world.stick.answers[Self.change] = "\r\n\(answer)\r\n"
        await #expect(throws: ModemError.wrongPIN) { try await changes() }
        #expect(tries == 1)
        #expect(modem.snapshot.sim?.pinRetries == 2)
        #expect(modem.snapshot.state == .registered)
    }

    @Test func theLastTryIsKept() async {
        #expect(await isRegistered(asks: true))
        world.stick.says("+ZPINPUK: 1,10|OK", to: "AT+ZPINPUK=?")
        await #expect(throws: ModemError.lastTryKept) { try await enable(false) }
        await #expect(throws: ModemError.lastTryKept) { try await changes() }
        #expect(tries == 0)
        #expect(modem.snapshot.sim?.pinRetries == 1)
    }

    /// Firmware that says three whatever happens is not believed.
    @Test func aCounterThatStandsStillIsCountedHere() async {
        #expect(await isRegistered(asks: true))
        world.stick.answers[Self.change] = "\r\n+CME ERROR: 16\r\n"
        for _ in 1...2 { await #expect(throws: ModemError.wrongPIN) { try await changes() } }
        await #expect(throws: ModemError.lastTryKept) { try await changes() }
        #expect(tries == 2)
    }

    @Test func whereNothingIsCountedOneWrongPINIsAllThatIsRisked() async throws {
        world.stick.says("ERROR", to: "AT+ZPINPUK=?")
        #expect(await isRegistered(asks: true))
        world.stick.answers[Self.change] = "\r\nOK\r\n"
        try await changes()
        try await changes()
        world.stick.answers[Self.change] = "\r\n+CME ERROR: 16\r\n"
        await #expect(throws: ModemError.wrongPIN) { try await changes() }
        await #expect(throws: ModemError.lastTryKept) { try await changes() }
        #expect(tries == 3)
    }

    /// Also where a stick repeats in its answer what it was sent.
    @Test(arguments: [
        ("+CME ERROR: 3", "operation not allowed"), ("ERROR", "ERROR"), ("+CME ERROR: \"1234\" is not it", "unknown"),
    ])
    func aRefusalCostsNothingAndTellsNoSecret(answer: String, words: String) async {
        #expect(await isRegistered(asks: true))
        world.stick.answers[Self.off] = "\r\n\(answer)\r\n"
        let what = "Turning the PIN off failed, the SIM answered '\(words)'; it may not be able to do that"
        await #expect(throws: ModemError.commandFailed(what)) { try await enable(false) }
        #expect(modem.snapshot.sim?.pinRetries == 3)
    }

    @Test(arguments: [("+CME ERROR: 10", ModemError.simMissing), ("+CME ERROR: 11", .simLocked(.simPin))])
    func whatTheSIMItselfSaysCounts(answer: String, error: ModemError) async {
        #expect(await isRegistered(asks: true))
        world.stick.answers[Self.off] = "\r\n\(answer)\r\n"
        await #expect(throws: error) { try await enable(false) }
    }

    @Test func aSIMThatIsBlockedByItIsShownAsThat() async {
        #expect(await isRegistered(asks: true))
        world.stick.answers[Self.off] = "\r\n+CME ERROR: 12\r\n"
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PUK\r\n\r\nOK\r\n"
        await #expect(throws: ModemError.wrongPIN) { try await enable(false) }
        #expect(await world.wait { modem.snapshot.state == .locked && modem.snapshot.reason == .simPuk })
    }

    @Test func anAnswerThatNeverCameMayHaveBeenOne() async throws {
        world.stick.says("+CLCK: 1|OK", "+CLCK: 0|OK", "+CLCK: 1|OK", to: Self.query)
        #expect(await world.registers())
        world.stick.mute.insert(Self.off)
        try await enable(false)
        world.stick.mute.insert(Self.change)
        await #expect(throws: ModemError.timedOut("Changing the PIN")) { try await changes() }
        #expect(tries == 2)
    }

    @Test func oneAtATime() async {
        #expect(await isRegistered(asks: true))
        world.stick.mute.insert(Self.change)
        let first = Task { try await changes() }
        #expect(await world.wait { count(Self.change) == 1 })
        await #expect(throws: ModemError.inProgress) { try await changes() }
        await #expect(throws: ModemError.inProgress) { try await enable(false) }
        await #expect(throws: ModemError.inProgress) { try await modem.send(try RawCommand("AT")) }
        _ = await first.result
        #expect(tries == 1)
    }

    @Test func aStickThatLeavesMeanwhileIsGone() async {
        #expect(await isRegistered(asks: true))
        world.stick.mute.insert(Self.change)
        let waiting = Task { try await changes() }
        #expect(await world.wait { count(Self.change) == 1 })
        modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await waiting.value }
    }

    @Test func aLockedSIMIsOpenedFirst() async {
        let needed = "wait until the SIM has been read"
        await #expect(throws: ModemError.wrongState(.storage, needed: needed)) { try await changes() }
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        await #expect(throws: ModemError.simLocked(.simPin)) { try await enable(true) }
        await #expect(throws: ModemError.simLocked(.simPin)) { try await changes() }
        #expect(tries == 0)
    }

    @Test func aCallOverTheOtherPortIsNoObstacle() async throws {
        #expect(await isRegistered(asks: true))
        #expect(try await world.connects())
        world.stick.answers[Self.change] = "\r\nOK\r\n"
        try await changes()
        #expect(modem.snapshot.state == .connected)
    }

    @Test func aCallOverTheOnlyPortIs() async throws {
        let map = PortMap(usbID: Story.map.usbID, model: "MF110", roles: [0: .data])
        #expect(await world.registers(map, ports: [Story.port(0)]))
        #expect(try await world.connects())
        let error = ModemError.wrongState(.connected, needed: "disconnect first")
        await #expect(throws: error) { try await changes() }
        await #expect(throws: error) { try await modem.readIdentity() }
        await #expect(throws: error) { try await modem.send(try RawCommand("AT")) }
    }
}
