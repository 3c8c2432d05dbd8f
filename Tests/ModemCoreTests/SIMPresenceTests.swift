import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A SIM that is taken out while the stick runs, and put in.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct SIMPresenceTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let gone = "+CME ERROR: 10"

    private func take() { world.stick.says(Self.gone, to: "AT+CPIN?") }

    private func insert(iccid: String = "98941000000000000010") {
        world.stick.says("+CPIN: READY|OK", to: "AT+CPIN?")
        world.stick.says("+CRSM: 144,0,\"\(iccid)\"|OK", to: "AT+CRSM=176,12258,0,0,10")
    }

    private func isMissing() async -> Bool {
        await world.wait { modem.snapshot.state == .failed && modem.snapshot.reason == .simMissing }
    }

    @Test func oneThatIsPutInLaterIsNoticed() async {
        take()
        world.plugModem()
        #expect(await isMissing())
        #expect(modem.snapshot.sim == nil && modem.snapshot.network == nil)
        await world.pass(.seconds(60))
        #expect(world.states.count { $0 == .failed } == 1)
        insert()
        #expect(await world.reachesState(.registered))
    }

    @Test func whatTheStickReportsIsBelieved() async {
        #expect(await world.registers())
        take()
        world.ports.port("ttyUSB2")?.say("\r\n+CPIN: NOT INSERTED\r\n")
        #expect(await isMissing())
        insert()
        #expect(await world.reachesState(.registered))
    }

    @Test func oneThatIsTakenOutWhileItWaitsForItsPINIsMissed() async {
        world.stick.says("+CPIN: SIM PIN|OK", to: "AT+CPIN?")
        world.plugModem()
        #expect(await world.reachesState(.locked))
        take()
        #expect(await isMissing())
        insert()
        #expect(await world.reachesState(.registered))
    }

    @Test func oneThatSomebodyElseHasOpenedIsReadAnew() async {
        world.stick.says("+CPIN: SIM PIN|OK", to: "AT+CPIN?")
        world.plugModem()
        #expect(await world.reachesState(.locked))
        world.stick.says("+CPIN: READY|OK", to: "AT+CPIN?")
        #expect(await world.reachesState(.registered))
    }

    @Test func aLostNetworkIsAReasonToLook() async {
        #expect(await world.registers())
        take()
        world.stick.answers["AT+CREG?"] = "\r\n+CREG: 2,0\r\n\r\nOK\r\n"
        world.stick.answers["AT+CGREG?"] = "\r\n+CGREG: 2,0\r\n\r\nOK\r\n"
        world.ports.port("ttyUSB2")?.say("\r\n+CREG: 0\r\n\r\n+CGREG: 0\r\n")
        #expect(await isMissing())
    }

    @Test func anotherOneIsReadAnew() async {
        #expect(await world.registers())
        let first = modem.snapshot.sim?.identifier
        #expect(first?.isEmpty == false)
        take()
        world.ports.port("ttyUSB2")?.say("\r\n+CPIN: NOT INSERTED\r\n")
        #expect(await isMissing())
        insert(iccid: "98941000000000000020")
        #expect(await world.reachesState(.registered))
        #expect(modem.snapshot.sim?.identifier != first)
    }

    /// It was changed between two looks.
    @Test func anotherOneThatSaysItIsReadyIsReadAnew() async {
        #expect(await world.registers())
        let first = modem.snapshot.sim?.identifier
        insert(iccid: "98941000000000000020")
        world.ports.port("ttyUSB2")?.say("\r\n+CPIN: READY\r\n")
        #expect(await world.wait { modem.snapshot.sim?.identifier != first && modem.snapshot.state == .registered })
    }

    @Test func whatNeedsASIMIsRefusedMeanwhile() async {
        take()
        world.plugModem()
        #expect(await isMissing())
        await #expect(throws: ModemError.simMissing) { try await modem.connect(ConnectSettings()) }
        await #expect(throws: ModemError.simMissing) { try await modem.enable(false) }
        await #expect(throws: ModemError.self) { try await modem.sendPIN(try PIN("1234")) }
        #expect(modem.snapshot.state == .failed)
    }

    @Test func aStickThatFallsSilentMeanwhileIsLookedAtAnew() async {
        take()
        world.plugModem()
        #expect(await isMissing())
        world.stick.wedges["ttyUSB2"] = "AT+CPIN?"
        world.ports.reopeningHelps = true
        #expect(await world.wait { world.stick.silentPorts == ["ttyUSB2"] })
        world.stick.wedges = [:]
        #expect(await world.wait { world.states.last == .failed && world.states.count { $0 == .probing } == 2 })
    }

    @Test func itMayBeUnpluggedMeanwhile() async {
        take()
        world.plugModem()
        #expect(await isMissing())
        modem.feed(.detached(Story.modem.identity))
        #expect(await world.wait { world.ports.opened.allSatisfy(\.isClosed) })
    }
}
