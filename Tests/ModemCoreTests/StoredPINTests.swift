import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A SIM that asks for its PIN, and a PIN that is stored for it.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct StoredPINTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let card = "89490100000000000001"
    private static let command = "AT+CPIN=\"1234\""

    private var sent: [String] { world.stick.log.filter { $0.hasPrefix("AT+CPIN=") } }

    /// Plugs in a stick whose SIM wants its PIN, and has the PIN 1234.
    private func plug(counters: String = "+ZPINPUK: 3,10|OK", isStored: Bool = true) throws {
        let stick = world.stick
        stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        stick.says(counters, to: "AT+ZPINPUK=?")
        stick.answers[Self.command] = "\r\nOK\r\n"
        if isStored { world.pins.stored[Self.card] = try PIN("1234") }
        world.plugModem()
    }

    /// The SIM has taken it.
    private func opens() {
        world.pins.onIntent = { [stick = world.stick] in
            stick.says("+CPIN: READY|OK", to: "AT+CPIN?")
        }
    }

    @Test func itOpensTheSIMByItself() async throws {
        opens()
        try plug()
        #expect(await world.reachesState(.registered))
        #expect(sent == [Self.command])
        #expect(world.pins.notes == ["intend 1234 \(Self.card)", "accepted 1234 \(Self.card)"])
        #expect(!world.states.contains(.locked))
    }

    /// The stick said OK, and the SIM asks as before.
    @Test func whatDidNotOpenTheSIMIsNotTakenForRight() async throws {
        try plug()
        #expect(await world.reachesState(.locked))
        #expect(world.pins.notes == ["intend 1234 \(Self.card)"] && sent == [Self.command])
    }

    /// It was busy for long, or the port was lost, after the stick's OK.
    @Test func aSIMThatIsOpenLaterWasOpenedByIt() async throws {
        world.pins.record = StoredPINRecord(isUnsettled: true, wasInVainSinceBoot: true)
        try plug()
        world.stick.says("+CPIN: READY|OK", to: "AT+CPIN?")
        #expect(await world.reachesState(.registered))
        #expect(world.pins.notes == ["accepted 1234 \(Self.card)"] && sent.isEmpty)
    }

    /// Whoever wanted a call with it has given up meanwhile.
    @Test func soWasOneThatNobodyNamesAnyMore() async throws {
        try plug(isStored: false)
        #expect(await world.reachesState(.locked))
        var settings = ConnectSettings()
        settings.storedPIN = try PIN("1234")
        await #expect(throws: ModemError.self) { try await modem.connect(settings) }
        world.stick.says("+CPIN: READY|OK", to: "AT+CPIN?")
        world.pins.stored[Self.card] = try PIN("4321")
        modem.lookForStoredPIN()
        #expect(await world.reachesState(.registered))
        #expect(world.pins.notes.last == "accepted 1234 \(Self.card)" && sent == [Self.command])
    }

    @Test func itIsOnTheDiskBeforeItIsSent() async throws {
        var sentBefore: [String]?
        world.pins.onIntent = { sentBefore = sent }
        try plug()
        #expect(await world.reachesState(.locked))
        #expect(sentBefore == [] && sent == [Self.command])
    }

    @Test func withoutADiskNothingIsSent() async throws {
        world.pins.isFull = true
        try plug()
        #expect(await world.reachesState(.locked))
        #expect(modem.snapshot.reason == .pinNotTried && sent.isEmpty)
    }

    @Test(arguments: [
        ("+ZPINPUK: 2,10|OK", StateReason.pinRetriesLow), ("+ZPINPUK: 1,10|OK", .pinRetriesLow),
        ("ERROR", .pinRetriesUnknown),
    ])
    func notWithFewerThanThreeTriesOrAnUnknownNumber(counters: String, reason: StateReason) async throws {
        try plug(counters: counters)
        #expect(await world.reachesState(.locked))
        #expect(modem.snapshot.reason == reason && sent.isEmpty && world.pins.notes.isEmpty)
    }

    @Test func aRefusedOneIsNotedAndCounted() async throws {
        try plug()
        world.stick.answers[Self.command] = "\r\n+CME ERROR: 16\r\n"
        #expect(await world.reachesState(.locked))
        #expect(modem.snapshot.reason == .pinRefused && modem.snapshot.sim?.pinRetries == 2)
        #expect(world.pins.notes == ["intend 1234 \(Self.card)", "refused 1234 \(Self.card)"])
        #expect(sent == [Self.command])
    }

    @Test(arguments: [
        (StoredPINRecord(wasInVainSinceBoot: true), StateReason.pinSentBefore),
        (StoredPINRecord(wasRefused: true), .pinRefused),
    ])
    func whatIsRememberedHoldsItBack(record: StoredPINRecord, reason: StateReason) async throws {
        world.pins.record = record
        try plug()
        #expect(await world.reachesState(.locked))
        #expect(modem.snapshot.reason == reason && sent.isEmpty)
    }

    /// The service was killed before it saw the answer.
    @Test func aCounterThatFellSaysThatItWasRefused() async throws {
        world.pins.record = StoredPINRecord(isUnsettled: true, wasInVainSinceBoot: true)
        try plug(counters: "+ZPINPUK: 2,10|OK")
        #expect(await world.reachesState(.locked))
        #expect(modem.snapshot.reason == .pinRefused && sent.isEmpty)
        #expect(world.pins.notes == ["refused 1234 \(Self.card)"])
    }

    @Test func oneThatABusySIMDidNotLookAtIsNoRefusedOne() async throws {
        try plug()
        world.stick.answers[Self.command] = "\r\n+CME ERROR: 14\r\n"
        #expect(await world.reachesState(.locked))
        #expect(modem.snapshot.reason == .pinSentBefore && modem.snapshot.sim?.pinRetries == 3)
        #expect(world.pins.notes == ["intend 1234 \(Self.card)"] && sent == [Self.command])
    }

    @Test func aSIMThatDoesNotSayWhoItIsGetsNone() async throws {
        for command in ["AT+CRSM=176,12258,0,0,10", "AT+CCID", "AT+ICCID"] {
            world.stick.answers[command] = "\r\n+CME ERROR: 11\r\n"
        }
        try plug()
        #expect(await world.reachesState(.locked))
        #expect(modem.snapshot.reason == .simPin && sent.isEmpty)
        var settings = ConnectSettings()
        settings.storedPIN = try PIN("1234")
        await #expect(throws: ModemError.simLocked(.pinNotTried)) { try await modem.connect(settings) }
        #expect(sent.isEmpty)
    }

    @Test func theOneOfAProfileIsTriedWhenItConnects() async throws {
        try plug(isStored: false)
        #expect(await world.reachesState(.locked))
        #expect(modem.snapshot.reason == .simPin)
        opens()
        var settings = ConnectSettings()
        settings.storedPIN = try PIN("1234")
        #expect(try await world.connects(settings))
        #expect(sent == [Self.command])
    }

    @Test func onePINAPersonGivesGoesFirst() async throws {
        world.pins.record = StoredPINRecord(wasRefused: true)
        try plug()
        #expect(await world.reachesState(.locked))
        world.stick.answers["AT+CPIN=\"4321\""] = "\r\nOK\r\n"
        try await modem.sendPIN(try PIN("4321"))
        #expect(sent == ["AT+CPIN=\"4321\""])
        #expect(await world.wait { world.pins.notes == ["accepted 4321 \(Self.card)"] })
    }

    @Test func aPINThatIsStoredLaterIsTried() async throws {
        try plug(isStored: false)
        #expect(await world.reachesState(.locked))
        opens()
        world.pins.stored[Self.card] = try PIN("1234")
        modem.lookForStoredPIN()
        #expect(await world.reachesState(.registered))
        #expect(sent == [Self.command])
    }

    @Test func theLastTryHasToBeMeant() async throws {
        try plug(counters: "+ZPINPUK: 1,10|OK", isStored: false)
        #expect(await world.reachesState(.locked))
        await #expect(throws: ModemError.lastTry) { try await modem.sendPIN(try PIN("1234")) }
        #expect(sent.isEmpty)
        world.stick.says("+CPIN: READY|OK", to: "AT+CPIN?")
        try await modem.sendPIN(try PIN("1234"), isLastTryMeant: true)
        #expect(await world.reachesState(.registered))
        #expect(sent == [Self.command])
    }
}
