import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// The radio goes off and on, and the stick starts anew.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct RadioFunctionTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let okay = "\r\nOK\r\n"

    init() {
        for command in ["AT+CFUN=4", "AT+CFUN=1", "AT+CFUN=1,1"] { world.stick.answers[command] = Self.okay }
        level(1)
    }

    private func level(_ number: Int) { world.stick.answers["AT+CFUN?"] = "\r\n+CFUN: \(number)\r\n\r\nOK\r\n" }

    private func registration(_ status: Int) {
        world.stick.answers["AT+CREG?"] = "\r\n+CREG: 2,\(status)\r\n\r\nOK\r\n"
        world.stick.answers["AT+CGREG?"] = "\r\n+CGREG: 2,\(status)\r\n\r\nOK\r\n"
    }

    private var areClosed: Bool { world.ports.opened.allSatisfy(\.isClosed) }

    private var hasLeft: Bool { world.changes.contains { if case .removed = $0 { true } else { false } } }

    private func count(_ command: String) -> Int { world.stick.log.count { $0 == command } }

    /// As a stick that obeys.
    private func turnOff() async throws {
        level(4)
        registration(0)
        try await modem.enable(false)
    }

    private func turnOn() async throws {
        level(1)
        registration(1)
        try await modem.enable(true)
    }

    // MARK: Off and on

    @Test func theRadioGoesOffAndOn() async throws {
        #expect(await world.registers())
        try await turnOff()
        #expect(modem.snapshot.state == .disabled)
        #expect(modem.snapshot.reason == .radioOff)
        #expect(modem.snapshot.network?.registration == .idle)
        await #expect(throws: ModemError.wrongState(.disabled, needed: "turn the radio on with Enable first")) {
            _ = try await modem.connect(ConnectSettings())
        }
        await #expect(throws: ModemError.wrongState(.disabled, needed: "turn the radio on with Enable first")) {
            try await modem.register(with: nil)
        }
        try await modem.disconnect()
        try await turnOn()
        #expect(await world.reachesState(.registered))
        #expect(world.stick.log.filter { $0.hasPrefix("AT+CFUN=") } == ["AT+CFUN=4", "AT+CFUN=1"])
    }

    @Test func whatIsSoAlreadyIsDone() async throws {
        #expect(await world.registers())
        try await modem.enable(true)
        try await turnOff()
        try await modem.enable(false)
        #expect(world.stick.log.filter { $0.hasPrefix("AT+CFUN=") } == ["AT+CFUN=4"])
    }

    @Test func aCallIsEndedFirst() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        try await turnOff()
        #expect(world.calls.current?.hangUps == 1)
        #expect(modem.snapshot.state == .disabled)
        #expect(world.states.suffix(2) == [.registered, .disabled] || world.states.last == .disabled)
    }

    @Test func whoWaitsForACallIsTold() async throws {
        registration(2)
        world.plugModem()
        #expect(await world.reachesState(.searching))
        let call = Task { try await modem.connect(ConnectSettings()) }
        await world.pass(.seconds(1))
        try await turnOff()
        await #expect(throws: ModemError.aborted) { _ = try await call.value }
        #expect(world.calls.requests.isEmpty)
    }

    @Test func aRefusalChangesNothing() async {
        #expect(await world.registers())
        world.stick.answers["AT+CFUN=4"] = "\r\nERROR\r\n"
        await #expect(throws: ModemError.self) { try await modem.enable(false) }
        #expect(modem.snapshot.state == .registered)
    }

    @Test func anOKThatMeansNothingIsAFailure() async {
        #expect(await world.registers())
        await #expect(throws: ModemError.self) { try await modem.enable(false) }
        #expect(modem.snapshot.state == .registered)
    }

    @Test func noAnswerIsATimeout() async {
        #expect(await world.registers())
        world.stick.mute.insert("AT+CFUN=4")
        await #expect(throws: ModemError.timedOut("Turning the radio off")) { try await modem.enable(false) }
        #expect(modem.snapshot.state == .registered)
    }

    @Test func twoAtOnceAreOneTooMany() async throws {
        #expect(await world.registers())
        world.stick.mute.insert("AT+CFUN=4")
        let first = Task { try await modem.enable(false) }
        #expect(await world.wait { count("AT+CFUN=4") == 1 })
        await #expect(throws: ModemError.inProgress) { try await modem.enable(true) }
        await #expect(throws: ModemError.inProgress) { try await modem.reset(.modem) }
        await #expect(throws: ModemError.inProgress) { try await modem.register(with: nil) }
        _ = await first.result
    }

    @Test func aLockedSimComesFirst() async {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        await #expect(throws: ModemError.simLocked(.simPin)) { try await modem.enable(false) }
        await #expect(throws: ModemError.simLocked(.simPin)) { try await modem.reset(.radio) }
    }

    @Test func itStaysOffWhenThePortsAreOpenedAnew() async throws {
        #expect(await world.registers())
        try await turnOff()
        world.ports.reopeningHelps = true
        world.stick.silentPorts = ["ttyUSB2"]
        #expect(await world.wait { world.states.count { $0 == .probing } == 2 && modem.snapshot.state == .disabled })
        #expect(modem.snapshot.primaryPort == "ttyUSB2")
        try await turnOn()
        #expect(await world.reachesState(.registered))
    }

    @Test func aStickThatStartsAnewIsTurnedOffAgain() async throws {
        #expect(await world.registers())
        try await turnOff()
        // Power on: the radio is on, and nothing is reported.
        level(1)
        world.stick.answers["AT+CREG?"] = "\r\n+CREG: 0,2\r\n\r\nOK\r\n"
        world.ports.port("ttyUSB2")?.say("\r\n^SYSSTART\r\n")
        #expect(await world.wait { count("AT+CFUN=4") == 2 })
        #expect(await world.reachesState(.disabled))
    }

    @Test func aRadioThatWasLeftOffIsTurnedOn() async {
        level(4)
        #expect(await world.registers())
        #expect(count("AT+CFUN=1") == 1)
    }

    @Test func whoEnablesIsToldOfTheUnplug() async {
        #expect(await world.registers())
        world.stick.mute.insert("AT+CFUN=4")
        let waiting = Task { try await modem.enable(false) }
        #expect(await world.wait { count("AT+CFUN=4") == 1 })
        modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await waiting.value }
    }

    // MARK: Reset

    @Test func theRadioIsResetAndFindsItsNetworkAgain() async throws {
        #expect(await world.registers())
        // No stick that is asked, so nobody contradicts.
        world.stick.answers["AT+CFUN?"] = nil
        try await modem.reset(.radio)
        #expect(world.stick.log.filter { $0.hasPrefix("AT+CFUN=") } == ["AT+CFUN=4", "AT+CFUN=1"])
        #expect(await world.reachesState(.registered))
    }

    @Test func aRadioThatStaysOffIsReadAnew() async {
        #expect(await world.registers())
        world.stick.answers["AT+CFUN?"] = nil
        world.stick.answers["AT+CFUN=1"] = "\r\nERROR\r\n"
        await #expect(throws: ModemError.self) { try await modem.reset(.radio) }
        #expect(await world.wait { world.states.count { $0 == .registered } == 2 })
    }

    @Test func aStickThatStartsAnewLeavesAndComesBackAsTheSame() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        try await modem.reset(.modem)
        #expect(world.calls.current?.hangUps == 1)
        #expect(modem.snapshot.state == .settling)
        modem.feed(.detached(Story.modem.identity))
        await world.pass(.seconds(5))
        #expect(modem.snapshot.state == .settling)
        #expect(modem.snapshot.mode == nil)
        modem.feed(.attachedStorage(Story.storage, Story.recipe))
        #expect(modem.snapshot.state == .switching)
    }

    @Test func aStickThatIsQuickerThanItsAnswerIsExpectedBack() async throws {
        #expect(await world.registers())
        world.stick.mute.insert("AT+CFUN=1,1")
        let reset = Task { try await modem.reset(.modem) }
        #expect(await world.wait { count("AT+CFUN=1,1") == 1 })
        modem.feed(.detached(Story.modem.identity))
        try await reset.value
        #expect(modem.snapshot.state == .settling)
        world.plugModem()
        #expect(await world.reachesState(.registered))
    }

    @Test func aStickThatNeverComesBackIsGone() async throws {
        #expect(await world.registers())
        try await modem.reset(.modem)
        modem.feed(.detached(Story.modem.identity))
        #expect(await world.wait(atMost: .seconds(41)) { hasLeft })
    }

    @Test func aStickThatStaysOnTheBusIsReadAnew() async throws {
        #expect(await world.registers())
        try await modem.reset(.modem)
        #expect(areClosed)
        #expect(await world.wait(atMost: .seconds(30)) { world.states.count { $0 == .registered } == 2 })
    }

    @Test func aResetEndsTheWishForASilentRadio() async throws {
        #expect(await world.registers())
        try await turnOff()
        level(1)
        registration(1)
        try await modem.reset(.modem)
        #expect(await world.reachesState(.registered))
        #expect(count("AT+CFUN=4") == 1)
    }

    @Test func whoWaitedForTheRadioIsAnsweredWhenTheStickStartsAnew() async throws {
        #expect(await world.registers())
        world.stick.mute.insert("AT+COPS=0")
        let waiting = Task { try await modem.register(with: nil) }
        #expect(await world.wait { count("AT+COPS=0") == 1 })
        let reset = Task { try await modem.reset(.modem) }
        await world.pass(.seconds(1))
        modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await waiting.value }
        try await reset.value
    }

    @Test func aRefusedResetChangesNothing() async {
        #expect(await world.registers())
        world.stick.answers["AT+CFUN=1,1"] = "\r\n+CME ERROR: 3\r\n"
        await #expect(throws: ModemError.self) { try await modem.reset(.modem) }
        #expect(modem.snapshot.state == .registered)
    }

    @Test func aCDRomHasNoRadio() async {
        world.modem.feed(.attachedStorage(Story.storage, Story.recipe))
        let error = ModemError.wrongState(.switching, needed: "wait until its ports answer")
        await #expect(throws: error) { try await modem.enable(false) }
        await #expect(throws: error) { try await modem.reset(.modem) }
    }
}
