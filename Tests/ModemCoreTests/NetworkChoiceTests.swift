import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A person chooses a network, or a technology.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct NetworkChoiceTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let manual = "AT+COPS=1,2,\"26202\""

    private func register(_ code: String?) -> Task<Void, any Error> {
        Task {
            try await world.modem.register(with: try code.map { code throws(InvalidValue) in try OperatorCode(code) })
        }
    }

    // MARK: Networks

    @Test func theNetworkThatWasChosenIsShownAtOnce() async throws {
        #expect(await world.registers())
        world.stick.answers[Self.manual] = "\r\nOK\r\n"
        world.stick.answers["AT+COPS=3,2;+COPS?;+COPS=3,0;+COPS?"] =
            "\r\n+COPS: 1,2,\"26202\",2\r\n\r\n+COPS: 1,0,\"Vodafone\",2\r\n\r\nOK\r\n"
        try await register("26202").value
        #expect(modem.snapshot.network?.operatorCode == "26202")
        #expect(modem.snapshot.network?.operatorName == "Vodafone")
    }

    @Test func theChoiceCanBeLeftToTheStick() async throws {
        #expect(await world.registers())
        world.stick.answers["AT+COPS=0"] = "\r\nOK\r\n"
        try await register(nil).value
        #expect(world.stick.log.contains("AT+COPS=0"))
    }

    @Test(arguments: [
        (
            "+CME ERROR: 32",
            ModemError.networkRefused("Network 26202 was refused (network not allowed - emergency calls only)")
        ),
        ("+CME ERROR: 111", .networkRefused("Network 26202 was refused (plmn not allowed)")),
        ("ERROR", .networkRefused("Network 26202 was refused")), ("+CME ERROR: 30", .notRegistered(denied: false)),
        ("+CME ERROR: 10", .simMissing), ("+CME ERROR: 11", .simLocked(.simPin)),
    ])
    func aRefusalSaysWhoRefused(answer: String, error: ModemError) async {
        #expect(await world.registers())
        world.stick.answers[Self.manual] = "\r\n\(answer)\r\n"
        await #expect(throws: error) { try await register("26202").value }
    }

    @Test func aNetworkThatNeverAnswersIsGivenUpAfterTwoMinutes() async {
        #expect(await world.registers())
        world.stick.mute.insert(Self.manual)
        let start = world.clock.now
        await #expect(throws: ModemError.timedOut("Registering")) { try await register("26202").value }
        #expect(start.duration(to: world.clock.now) >= .seconds(120))
        #expect(start.duration(to: world.clock.now) < .seconds(125))
        #expect(await world.reachesState(.registered))
    }

    @Test func twoChoicesAtOnceAreOneTooMany() async throws {
        #expect(await world.registers())
        world.stick.mute.insert(Self.manual)
        let first = register("26202")
        #expect(await world.wait { world.stick.log.contains(Self.manual) })
        await #expect(throws: ModemError.inProgress) { try await register(nil).value }
        await #expect(throws: ModemError.inProgress) { try await modem.setNetworkMode(.auto) }
        world.stick.answers["AT+COPS=0"] = "\r\nOK\r\n"
        _ = await first.result
        try await register(nil).value
    }

    @Test func aCallIsNotTakenItsNetwork() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        let error = ModemError.wrongState(.connected, needed: "disconnect first")
        await #expect(throws: error) { try await register("26202").value }
        await #expect(throws: error) { try await modem.setNetworkMode(.only2G) }
        #expect(modem.snapshot.state == .connected)
    }

    @Test func aStickThatLooksForNoNetworkYetSaysSo() async {
        let needed = "wait until it looks for a network"
        await #expect(throws: ModemError.wrongState(.storage, needed: needed)) { try await register(nil).value }
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: SIM PIN\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        await #expect(throws: ModemError.simLocked(.simPin)) { try await register(nil).value }
    }

    @Test func whoWaitsForANetworkIsToldOfTheUnplug() async {
        #expect(await world.registers())
        world.stick.mute.insert(Self.manual)
        let waiting = register("26202")
        #expect(await world.wait { world.stick.log.contains(Self.manual) })
        modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await waiting.value }
    }

    // MARK: Technologies

    @Test(arguments: [("0,0,0", NetworkMode.auto), ("0,0,2", .prefer3G), ("1,0,0", .only2G), ("6,0,0", .only4G)])
    func theModeIsReadOnArrival(values: String, mode: NetworkMode) async {
        world.stick.answers["AT+ZSNT?"] = "\r\n+ZSNT: \(values)\r\n\r\nOK\r\n"
        #expect(await world.registers())
        #expect(modem.snapshot.network?.mode == mode)
    }

    @Test func aStickThatDoesNotSayIsAskedOnceEachTimeItIsRead() async {
        #expect(await world.registers())
        world.stick.silentPorts = ["ttyUSB2"]
        world.ports.reopeningHelps = true
        #expect(await world.wait { world.states.count { $0 == .registered } == 2 })
        #expect(modem.snapshot.network?.mode == nil)
        #expect(world.stick.log.count { $0 == "AT+ZSNT?" } == 2)
    }

    @Test func aChangedModeIsShown() async throws {
        world.stick.answers["AT+ZSNT?"] = "\r\n+ZSNT: 0,0,0\r\n\r\nOK\r\n"
        #expect(await world.registers())
        world.stick.answers["AT+ZSNT=2,0,0"] = "\r\nOK\r\n"
        world.stick.answers["AT+ZSNT?"] = "\r\n+ZSNT: 2,0,0\r\n\r\nOK\r\n"
        try await modem.setNetworkMode(.only3G)
        #expect(modem.snapshot.network?.mode == .only3G)
    }

    @Test(arguments: [NetworkMode.only4G, .prefer4G])
    func aModeTheStickDoesNotKnowIsAnError(mode: NetworkMode) async {
        #expect(await world.registers())
        let what = "This stick does not know the network mode '\(mode.rawValue)'; choose another, such as 'auto'"
        await #expect(throws: ModemError.notSupported(what)) { try await modem.setNetworkMode(mode) }
        #expect(world.stick.log.contains("AT+ZSNT=6,0,0") == (mode == .only4G))
    }

    @Test func theModeComesBackAfterACallOverTheOnlyPort() async throws {
        world.stick.answers["AT+ZSNT?"] = "\r\n+ZSNT: 0,0,2\r\n\r\nOK\r\n"
        let map = PortMap(usbID: Story.map.usbID, model: "MF110", roles: [0: .data])
        #expect(await world.registers(map, ports: [Story.port(0)]))
        #expect(try await world.connects())
        #expect(modem.snapshot.network?.mode == nil)
        world.endCall(.hangUp)
        #expect(await world.wait { modem.snapshot.network?.mode == .prefer3G })
    }
}
