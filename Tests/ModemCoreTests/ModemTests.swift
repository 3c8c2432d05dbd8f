import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A modem over scripted ports: the straight way, and what may go wrong on it.
@Suite(.eventLoop) @LoopActor struct ModemTests {
    private let world = ScriptedWorld()

    private func registered() async -> Bool {
        world.plugModem()
        let isRegistered = await world.reachesState(.registered)
        return await world.wait { world.modem.snapshot.network?.operatorName == "Telekom" } && isRegistered
    }

    private func connect(_ settings: ConnectSettings = ConnectSettings()) -> Task<CallAddress, any Error> {
        Task { try await world.modem.connect(settings) }
    }

    @Test func everythingIsReadOnArrival() async {
        #expect(await registered())
        let snapshot = world.modem.snapshot
        #expect(snapshot.identity.manufacturer == "ZTE INCORPORATED")
        #expect(snapshot.identity.model == "MF622")
        #expect(snapshot.identity.equipmentIdentifier == "357682010000001")
        #expect(snapshot.primaryPort == "ttyUSB2")
        #expect(snapshot.sim?.lock == SIMStatus.Lock.none)
        #expect(snapshot.sim?.pinRetries == 3)
        #expect(snapshot.network?.registration == .home)
        #expect(snapshot.network?.operatorCode == "26201")
        #expect(snapshot.network?.signalQuality == 64)
        #expect(snapshot.network?.signalDbm == -73)
        #expect(await world.wait { world.modem.snapshot.network?.accessTechnology == "hsdpa" })
        #expect(await world.wait { world.modem.snapshot.sim?.operatorCode == "26201" })
        // Whether a search shows depends on when the stick's first report comes.
        #expect(world.states.filter { $0 != .searching } == [.settling, .probing, .enabling, .registered])
    }

    @Test func theDiagnosticsPortIsNeverOpened() async {
        #expect(await registered())
        #expect(Set(world.ports.opened.map(\.name)) == ["ttyUSB0", "ttyUSB2"])
    }

    @Test func neitherAtzNorAnEmptyContextIsEverSent() async throws {
        #expect(await registered())
        // Without an APN of the caller's: the stick's own must stay.
        let call = connect()
        #expect(await world.wait { world.calls.current != nil })
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        _ = try await call.value
        #expect(world.stick.log.contains("ATD*99***1#"))
        #expect(!world.stick.log.contains { $0.hasPrefix("ATZ") || $0.hasPrefix("AT+CGDCONT=") })
    }

    @Test func reportsOfTheStickKeepTheStateTrue() async {
        #expect(await registered())
        world.ports.port("ttyUSB2")?.say("\r\n+CREG: 2\r\n\r\n+CGREG: 2\r\n")
        #expect(await world.reachesState(.searching))
        world.ports.port("ttyUSB2")?.say("\r\n+CREG: 5,\"00C4\",\"0000ABCE\"\r\n")
        #expect(await world.reachesState(.registered))
        #expect(world.modem.snapshot.network?.registration == .roaming)
    }

    @Test func aCallGoesOverTheDataPortAndComesBack() async throws {
        #expect(await registered())
        let call = connect(ConnectSettings(accessPoint: try AccessPointName("internet")))
        #expect(await world.wait { world.calls.current != nil })
        #expect(world.ports.port("ttyUSB0")?.isLent == true)
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        let address = try await call.value
        #expect(address == ScriptedCall.address)
        #expect(world.modem.snapshot.state == .connected)
        #expect(world.modem.snapshot.connection?.since == 1_700_000_000)
        #expect(world.stick.log.contains("AT+CGDCONT=1,\"IP\",\"internet\""))
        let disconnect = Task { try await world.modem.disconnect() }
        #expect(await world.reachesState(.registered))
        try await disconnect.value
        #expect(world.modem.snapshot.connection?.address == nil)
        #expect(world.calls.current?.hangUps == 1)
        #expect(world.ports.port("ttyUSB0")?.isLent == false)
    }

    @Test func whatEndsACallIsRemembered() async throws {
        #expect(await registered())
        let call = connect()
        #expect(await world.wait { world.calls.current != nil })
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        _ = try await call.value
        world.calls.current?.tell.yield(.ended(.peerDead))
        world.calls.current?.tell.finish()
        #expect(await world.reachesState(.registered))
        #expect(world.modem.snapshot.connection?.lastError?.error == .callFailed(.peerDead))
        #expect(world.modem.snapshot.reason == .callEnded)
    }

    @Test func aTtyThatWasHungUpIsOpenedAnewAndDialsAgain() async throws {
        #expect(await registered())
        let first = connect()
        #expect(await world.wait { world.calls.current != nil })
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        _ = try await first.value
        world.ports.port("ttyUSB0")?.isHungUp = true
        world.calls.current?.tell.yield(.ended(.hangUp))
        world.calls.current?.tell.finish()
        #expect(await world.reachesState(.registered))
        #expect(world.ports.opened.map(\.name) == ["ttyUSB0", "ttyUSB2", "ttyUSB0"])
        let second = connect()
        #expect(await world.wait { world.calls.requests.count == 2 })
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        _ = try await second.value
        #expect(world.modem.snapshot.state == .connected)
    }

    @Test func aTtyThatCannotBeOpenedAnewIsLookedForAgain() async throws {
        #expect(await registered())
        let call = connect()
        #expect(await world.wait { world.calls.current != nil })
        world.ports.port("ttyUSB0")?.isHungUp = true
        world.ports.refusal = .gone
        world.calls.current?.tell.yield(.ended(.hangUp))
        world.calls.current?.tell.finish()
        await #expect(throws: ModemError.callFailed(.hangUp)) { try await call.value }
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .noAnswer)
    }

    @Test func aSimThatWasTakenOutIsMissed() async {
        #expect(await registered())
        world.ports.port("ttyUSB2")?.say("\r\n+CPIN: NOT INSERTED\r\n")
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .simMissing)
    }

    @Test(arguments: [
        ("\r\nNO CARRIER\r\n", ModemError.dialFailed("NO CARRIER")), ("\r\nERROR\r\n", .dialFailed("ERROR")),
        ("\r\nBUSY\r\n", .dialFailed("BUSY")),
    ])
    func aDialThatFailsSaysWhatTheStickAnswered(answer: String, error: ModemError) async {
        #expect(await registered())
        world.stick.answers["ATD*99***1#"] = answer
        let call = connect()
        await #expect(throws: error) { try await call.value }
        #expect(world.modem.snapshot.state == .registered)
        #expect(world.calls.requests.isEmpty)
    }

    @Test func pppdThatCannotStartIsAnErrorAndThePortComesBack() async {
        #expect(await registered())
        world.calls.refusal = .notInstalled
        let call = connect()
        #expect(await world.wait { world.modem.snapshot.connection?.lastError != nil })
        await #expect(throws: ModemError.callFailed(.notInstalled)) { try await call.value }
    }

    @Test func unplugDuringACallAnswersHangsUpAndCloses() async throws {
        #expect(await registered())
        let call = connect()
        #expect(await world.wait { world.calls.current != nil })
        world.modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await call.value }
        #expect(await world.wait { world.calls.current?.hangUps == 1 })
        #expect(await world.wait { world.ports.opened.allSatisfy(\.isClosed) })
        if case .removed = world.changes.last {} else { Issue.record("the last change is not the removal") }
    }

    @Test func portsHeldByAnotherProgramAreNamed() async {
        world.ports.refusal = .busy
        world.plugModem()
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .portsBusy)
    }

    @Test func portsThatHangUpWhileTheyAreAskedAreThoseOfAStickThatLeaves() async {
        world.ports.refusal = .gone
        world.plugModem()
        let call = connect()
        #expect(await world.wait { world.modem.snapshot.state == .probing && world.clock.sleeperCount > 0 })
        world.modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await call.value }
        #expect(!world.states.contains(.failed))
    }

    @Test func portsThatAreThereAndHangUpEachTimeAreAFailure() async {
        world.ports.refusal = .gone
        world.plugModem()
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .noAnswer)
    }

    @Test func oneSilentPortLeavesTheOther() async {
        world.stick.silentPorts = ["ttyUSB0"]
        world.plugModem()
        // The silent port uses up its three tries.
        _ = await world.wait { world.modem.snapshot.state != .probing && world.modem.snapshot.state != .settling }
        #expect(await world.reachesState(.registered))
        #expect(world.modem.snapshot.primaryPort == "ttyUSB2")
    }

    @Test func aLockedSimWaitsForItsPin() async throws {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        #expect(world.modem.snapshot.reason == .simPin)
        let refused = connect()
        await #expect(throws: ModemError.simLocked(.simPin)) { try await refused.value }
        world.stick.answers["AT+CPIN=\"1234\""] = "\r\nOK\r\n"
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: READY\r\n\r\nOK\r\n"
        try await world.modem.sendPIN(try PIN("1234"))
        #expect(await world.reachesState(.registered))
    }

    @Test func aWrongPinIsSentOnceAndTheRetriesAreRead() async throws {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        world.stick.answers["AT+CPIN=\"0000\""] = "\r\n+CME ERROR: 16\r\n"
        world.stick.answers["AT+ZPINPUK=?"] = "\r\n+ZPINPUK: 2,10\r\n\r\nOK\r\n"
        let call = connect(ConnectSettings(pin: try PIN("0000")))
        await #expect(throws: ModemError.wrongPIN) { try await call.value }
        #expect(world.stick.log.filter { $0.contains("0000") }.count == 1)
        #expect(world.modem.snapshot.sim?.pinRetries == 2)
    }

    @Test func theLastTryIsNotSpentByASetting() async throws {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.stick.answers["AT+ZPINPUK=?"] = "\r\n+ZPINPUK: 1,10\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        let call = connect(ConnectSettings(pin: try PIN("1234")))
        await #expect(throws: ModemError.lastTry) { try await call.value }
        #expect(!world.stick.log.contains { $0.hasPrefix("AT+CPIN=") })
    }

    @Test func aCdRomIsSwitchedByEjectAndGivenBack() async {
        world.modem.feed(.attachedStorage(Story.storage, Story.recipe))
        #expect(await world.wait { world.storage.handles.first?.wrappers.count == 4 })
        world.modem.feed(.detached(Story.storage.identity))
        world.plugModem()
        #expect(await world.reachesState(.registered))
        let areClosed = world.storage.handles.allSatisfy(\.isClosed)
        #expect(areClosed)
        #expect(world.modem.snapshot.switchMethod == "eject")
        #expect(world.modem.snapshot.switchAttempts == 1)
    }

    @Test func disconnectWhileNothingIsConnectedIsNoError() async throws {
        #expect(await registered())
        try await world.modem.disconnect()
        #expect(world.modem.snapshot.state == .registered)
    }

    @Test func twoPinsAtOnceAreOneTry() async throws {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        world.stick.answers["AT+CPIN=\"0000\""] = "\r\n+CME ERROR: 16\r\n"
        let pin = try PIN("0000")
        let tries = (1...3).map { _ in Task { try await world.modem.sendPIN(pin) } }
        for attempt in tries { await #expect(throws: ModemError.self) { try await attempt.value } }
        #expect(world.stick.log.filter { $0.hasPrefix("AT+CPIN=") }.count == 1)
    }

    @Test func aPortLostDuringACallIsLookedForWhenTheCallIsOver() async throws {
        #expect(await registered())
        let call = connect()
        #expect(await world.wait { world.calls.current != nil })
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        _ = try await call.value
        world.ports.port("ttyUSB2")?.hangUp()
        #expect(await world.wait { world.clock.now.offset > .seconds(1) })
        #expect(world.modem.snapshot.state == .connected)
        world.calls.current?.tell.yield(.ended(.hangUp))
        world.calls.current?.tell.finish()
        #expect(await world.wait { world.ports.opened.count(where: { $0.name == "ttyUSB2" }) == 2 })
        #expect(await world.reachesState(.registered))
    }

    @Test(arguments: [CallError.notInstalled, .noKernelSupport])
    func withoutPppdNobodyIsDialled(shortage: CallError) async {
        #expect(await registered())
        world.calls.shortage = shortage
        let call = connect()
        await #expect(throws: ModemError.callFailed(shortage)) { try await call.value }
        #expect(!world.stick.log.contains { $0.hasPrefix("ATD") || $0.hasPrefix("AT+CGDCONT") })
        #expect(world.modem.snapshot.state == .registered)
        #expect(world.modem.snapshot.connection?.lastError?.error == .callFailed(shortage))
    }

    @Test func aCallThatWasDialledAndCannotStartIsHungUp() async {
        #expect(await registered())
        world.calls.refusal = .notPermitted
        let call = connect()
        await #expect(throws: ModemError.callFailed(.notPermitted)) { try await call.value }
        // Closing the tty drops DTR.
        #expect(world.ports.opened.count(where: { $0.name == "ttyUSB0" && $0.isClosed }) == 1)
    }

    @Test func aPortThatIsLostAtADisconnectIsLookedForAgain() async throws {
        #expect(await registered())
        let call = connect()
        #expect(await world.wait { world.calls.current != nil })
        world.calls.current?.tell.yield(.up(ScriptedCall.address))
        _ = try await call.value
        world.ports.port("ttyUSB0")?.isHungUp = true
        world.ports.refusal = .gone
        try await world.modem.disconnect()
        world.ports.refusal = nil
        #expect(await world.wait { world.ports.opened.count(where: { $0.name == "ttyUSB0" }) == 2 })
        #expect(await world.reachesState(.registered))
    }
}
