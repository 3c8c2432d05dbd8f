import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Two ports take commands, and only one of them calls: which one is found out.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct DataPortTests {
    private let world = ScriptedWorld()
    private static let key = IMEI("357682010000001").map { DataPortKey(usbID: Story.map.usbID, imei: $0) }
    private static let dial = "ATD*99***1#"

    private var roles: [String: PortRole?] {
        Dictionary(uniqueKeysWithValues: world.modem.snapshot.ports.map { ($0.node, $0.role) })
    }

    private func refuses(_ answer: String, on port: String) { world.stick.answersOfPort[port] = [Self.dial: answer] }

    @Test(arguments: ["\r\nERROR\r\n", "\r\n+CME ERROR: 3\r\n", "\r\nOK\r\n"])
    func aPortThatDoesNotDialGivesWayToTheOther(answer: String) async throws {
        refuses(answer, on: "ttyUSB0")
        #expect(await world.registers())
        #expect(roles == ["ttyUSB0": .data, "ttyUSB1": .diagnostics, "ttyUSB2": .at])
        #expect(try await world.connects())
        #expect(world.calls.requests.map(\.port.node) == ["ttyUSB2"])
        #expect(roles == ["ttyUSB0": .at, "ttyUSB1": .diagnostics, "ttyUSB2": .data])
        #expect(world.modem.snapshot.primaryPort == "ttyUSB0")
        let key = try #require(Self.key)
        #expect(world.surroundings.dataPorts == [key: 2])
    }

    @Test func itsNetworkIsWatchedOverTheOtherPortMeanwhile() async throws {
        refuses("\r\nERROR\r\n", on: "ttyUSB0")
        #expect(await world.registers())
        #expect(try await world.connects())
        world.ports.port("ttyUSB0")?.say("\r\n+CREG: 5,\"00C4\",\"0000ABCE\"\r\n+CGREG: 2\r\n")
        #expect(await world.wait { world.modem.snapshot.network?.registration == .roaming })
        world.endCall(.hangUp)
        #expect(await world.reachesState(.registered))
        #expect(try await world.connects())
        #expect(world.calls.requests.map(\.port.node) == ["ttyUSB2", "ttyUSB2"])
    }

    @Test func aPortThatNeverConnectsGivesWayToo() async throws {
        world.stick.wedges["ttyUSB0"] = Self.dial
        world.ports.reopeningHelps = true
        #expect(await world.registers())
        #expect(try await world.connects())
        #expect(world.calls.requests.map(\.port.node) == ["ttyUSB2"])
    }

    @Test(arguments: ["NO CARRIER", "BUSY", "NO ANSWER", "+CME ERROR: 30"])
    func whatTheNetworkAnswersIsNoReason(answer: String) async {
        refuses("\r\n\(answer)\r\n", on: "ttyUSB0")
        #expect(await world.registers())
        await #expect(throws: ModemError.self) { try await world.modem.connect(ConnectSettings()) }
        #expect(world.stick.log.filter { $0 == Self.dial }.count == 1)
        #expect(roles["ttyUSB0"] == .data)
    }

    @Test func whereNeitherDialsNothingChanges() async {
        world.stick.answers[Self.dial] = "\r\nERROR\r\n"
        #expect(await world.registers())
        await #expect(throws: ModemError.dialFailed("ERROR")) { try await world.modem.connect(ConnectSettings()) }
        #expect(world.stick.log.filter { $0 == Self.dial }.count == 2)
        #expect(roles == ["ttyUSB0": .data, "ttyUSB1": .diagnostics, "ttyUSB2": .at])
        #expect(world.surroundings.dataPorts.isEmpty)
        #expect(await world.wait { world.modem.snapshot.network?.signalQuality == 64 })
    }

    @Test func theAnswerOfTheNetworkIsTheOneThatIsTold() async {
        refuses("\r\nERROR\r\n", on: "ttyUSB0")
        refuses("\r\nNO CARRIER\r\n", on: "ttyUSB2")
        #expect(await world.registers())
        await #expect(throws: ModemError.dialFailed("NO CARRIER")) {
            try await world.modem.connect(ConnectSettings())
        }
    }

    @Test func whatIsRememberedIsDialledFirst() async throws {
        let key = try #require(Self.key)
        world.surroundings.dataPorts[key] = 2
        #expect(await world.registers())
        #expect(roles == ["ttyUSB0": .at, "ttyUSB1": .diagnostics, "ttyUSB2": .data])
        #expect(world.modem.snapshot.primaryPort == "ttyUSB0")
        #expect(try await world.connects())
        #expect(world.calls.requests.map(\.port.node) == ["ttyUSB2"])
        #expect(!world.ports.opened.contains { $0.name == "ttyUSB0" && $0.sent.contains(Self.dial) })
    }

    @Test func aPortThatHasProvenItselfIsNotDoubted() async throws {
        let key = try #require(Self.key)
        world.surroundings.dataPorts[key] = 0
        world.stick.answers[Self.dial] = "\r\nERROR\r\n"
        #expect(await world.registers())
        await #expect(throws: ModemError.dialFailed("ERROR")) { try await world.modem.connect(ConnectSettings()) }
        #expect(world.stick.log.filter { $0 == Self.dial }.count == 1)
    }

    @Test func anInterfaceThatIsNotThereIsForgottenAbout() async throws {
        let key = try #require(Self.key)
        world.surroundings.dataPorts[key] = 7
        #expect(await world.registers())
        #expect(try await world.connects())
        #expect(world.surroundings.dataPorts[key] == 0)
    }

    @Test func aStickThatDoesNotSayWhoItIsIsNotRemembered() async throws {
        world.stick.answers["AT+CGSN"] = "\r\n../../etc\r\n\r\nOK\r\n"
        #expect(await world.registers())
        #expect(try await world.connects())
        #expect(world.surroundings.dataPorts.isEmpty)
    }

    @Test func whoGivesUpWhileItIsDialledIsNotDialledForAgain() async {
        world.stick.mute = [Self.dial]
        #expect(await world.registers())
        let call = Task { try await world.modem.connect(ConnectSettings()) }
        #expect(await world.wait { world.stick.log.contains(Self.dial) })
        let end = Task { try await world.modem.disconnect() }
        await #expect(throws: ModemError.aborted) { try await call.value }
        try? await end.value
        #expect(world.stick.log.filter { $0 == Self.dial }.count == 1)
    }
}
