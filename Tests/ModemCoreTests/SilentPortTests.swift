import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A port that hangs: how soon it is noticed, what is tried, and what is shown meanwhile.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct SilentPortTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }

    private func commands(on port: String) -> [String] {
        world.ports.opened.filter { $0.name == port }.flatMap(\.sent).filter { !$0.isEmpty }
    }

    @Test func aPortThatHangsIsOpenedAnewAndGoesOn() async {
        #expect(await world.registers())
        world.stick.silentPorts = ["ttyUSB2"]
        world.ports.reopeningHelps = true
        // Poll, deadline, one AT.
        #expect(
            await world.wait(atMost: .seconds(35)) { world.ports.opened.count(where: { $0.name == "ttyUSB2" }) == 2 })
        #expect(await world.reachesState(.registered))
        #expect(modem.snapshot.primaryPort == "ttyUSB2")
        #expect(!world.states.contains(.failed))
    }

    @Test func oneCommandAndOneAttentionIsAllASilentPortGets() async {
        #expect(await world.registers())
        let before = commands(on: "ttyUSB2").count
        world.stick.silentPorts = ["ttyUSB2"]
        #expect(await world.wait { modem.snapshot.state != .registered || modem.snapshot.network == nil })
        #expect(commands(on: "ttyUSB2").dropFirst(before).prefix { $0 != "ATE0+CPMS?" } == ["AT+CSQ", "AT"])
        // What is not known any more is not shown any more.
        #expect(modem.snapshot.network == nil)
        #expect(modem.snapshot.primaryPort.isEmpty)
    }

    @Test func theOtherPortTakesOver() async throws {
        #expect(await world.registers())
        world.stick.silentPorts = ["ttyUSB2"]
        #expect(await world.wait { modem.snapshot.primaryPort == "ttyUSB0" })
        #expect(await world.reachesState(.registered))
        #expect(try await world.connects())
    }

    @Test func aStickWithoutAnAnswerFailsAndRecoversByItself() async {
        #expect(await world.registers())
        world.stick.silentPorts = ["ttyUSB0", "ttyUSB2"]
        #expect(await world.reachesState(.failed))
        #expect(modem.snapshot.reason == .noAnswer)
        let opened = world.ports.opened.count
        #expect(await world.wait { world.ports.opened.count > opened })
        // It is knocked at, and stays what it is.
        #expect(modem.snapshot.state == .failed)
        world.stick.silentPorts = []
        #expect(await world.reachesState(.registered))
        let areClosed = world.ports.opened.filter { port in world.ports.port(port.name) !== port }.allSatisfy(
            \.isClosed)
        #expect(areClosed)
    }

    @Test func aStickThatIsUnpluggedIsNotKnockedAtAnyMore() async {
        world.stick.silentPorts = ["ttyUSB0", "ttyUSB2"]
        world.plugModem()
        #expect(await world.reachesState(.failed))
        modem.feed(.detached(Story.modem.identity))
        let opened = world.ports.opened.count
        await world.pass(.seconds(30))
        #expect(world.ports.opened.count == opened)
    }

    /// Every command of the way to a network, as the last one its port answers to.
    @Test(arguments: ["AT+CMEE=1", "AT+CGMM", "AT+CPIN?", "AT+CIMI", "AT+CREG=2", "AT+CGREG?", "AT+CSQ"])
    func aPortThatHangsOnTheWayIsLeftForTheOther(command: String) async {
        world.stick.wedges["ttyUSB2"] = command
        world.ports.reopeningHelps = true
        world.plugModem()
        #expect(
            await world.wait { modem.snapshot.state == .registered && modem.snapshot.primaryPort == "ttyUSB0" })
    }

    @Test func portsThatAnswerTheProbeAndNothingMoreAreFailed() async {
        world.stick.wedges = ["ttyUSB0": "AT+CGMM", "ttyUSB2": "AT+CGMM"]
        world.ports.reopeningHelps = true
        world.plugModem()
        #expect(await world.reachesState(.failed))
        #expect(modem.snapshot.reason == .noAnswer)
        #expect(world.states.count { $0 == .enabling } == 3)
        world.stick.wedges = [:]
        #expect(await world.reachesState(.registered))
    }

    @Test func commandsThatAreNeverAnsweredAreNoHangUntilTheThird() async {
        #expect(await world.registers())
        // The port answers AT, and nothing that is asked of the network.
        for command in world.stick.answers.keys where command != "AT" { world.stick.mute.insert(command) }
        let before = commands(on: "ttyUSB2").count
        #expect(await world.wait { modem.snapshot.network == nil })
        #expect(
            commands(on: "ttyUSB2").dropFirst(before).prefix(5) == ["AT+CSQ", "AT", "AT+CREG?", "AT", "AT+CSQ"])
    }

    // MARK: During a call

    @Test func aCallIsNeverTornDownBecauseCommandsHang() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        world.stick.silentPorts = ["ttyUSB2"]
        #expect(await world.wait { modem.snapshot.reason == .controlSilent })
        #expect(modem.snapshot.state == .connected)
        #expect(modem.snapshot.network == NetworkStatus())
        await world.pass(.seconds(60))
        #expect(modem.snapshot.state == .connected)
        #expect(modem.snapshot.connection?.address == ScriptedCall.address)
        #expect(world.calls.current?.hangUps == 0)
        // DTR of its neighbour may be all it takes to end a call: nothing is closed.
        #expect(world.ports.opened.count == 2)
        #expect(world.ports.opened.allSatisfy { !$0.isClosed })
    }

    @Test func aPortThatAnswersAgainDuringTheCallIsBelievedAgain() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        world.stick.silentPorts = ["ttyUSB2"]
        #expect(await world.wait { modem.snapshot.reason == .controlSilent })
        world.stick.silentPorts = []
        #expect(await world.wait { modem.snapshot.reason == .none })
        #expect(await world.wait { modem.snapshot.network?.signalQuality == 64 })
        #expect(modem.snapshot.state == .connected)
        world.endCall(.hangUp)
        #expect(await world.reachesState(.registered))
        #expect(world.ports.opened.count { $0.name == "ttyUSB2" } == 1)
    }

    @Test func afterTheCallAllPortsAreLookedAtAgain() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        world.stick.silentPorts = ["ttyUSB2"]
        #expect(await world.wait { modem.snapshot.reason == .controlSilent })
        world.endCall(.hangUp)
        #expect(await world.wait { modem.snapshot.primaryPort == "ttyUSB0" })
        #expect(await world.reachesState(.registered))
    }

    @Test func aDataPortThatHangsWhileDiallingGivesWayToTheOther() async throws {
        #expect(await world.registers())
        world.stick.wedges["ttyUSB0"] = "ATD*99***1#"
        #expect(try await world.connects())
        #expect(world.calls.requests.map(\.port.node) == ["ttyUSB2"])
        #expect(await world.wait { modem.snapshot.reason == .controlSilent })
    }

    @Test func whereTheOtherOneHangsTooTheFirstIsTheError() async {
        #expect(await world.registers())
        world.stick.wedges = ["ttyUSB0": "ATD*99***1#", "ttyUSB2": "ATD*99***1#"]
        let call = Task { try await world.modem.connect(ConnectSettings()) }
        await #expect(throws: ModemError.timedOut("Dialling")) { try await call.value }
    }

    @Test func aPinWhoseAnswerNeverComesIsNotSentAgain() async throws {
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        world.stick.wedges["ttyUSB2"] = "AT+CPIN=\"1234\""
        let pin = try PIN("1234")
        await #expect(throws: ModemError.timedOut("Sending the PIN")) { try await world.modem.sendPIN(pin) }
        world.ports.reopeningHelps = true
        #expect(await world.wait { world.states.suffix(2) == [.enabling, .locked] && world.states.count > 4 })
        #expect(world.stick.log.count { $0.hasPrefix("AT+CPIN=") } == 1)
    }
}
