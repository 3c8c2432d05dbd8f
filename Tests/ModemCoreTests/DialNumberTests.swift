import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Some firmware takes only one of the numbers for packet calls; which one is found out.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct DialNumberTests {
    private let world = ScriptedWorld()
    private static let key = IMEI("357682010000001").map { DataPortKey(usbID: Story.map.usbID, imei: $0) }

    private var dialled: [String] { world.stick.log.filter { $0.hasPrefix("ATD") } }

    private func answers(_ answer: String, to number: String) {
        world.stick.answers["ATD" + number] = "\r\n\(answer)\r\n"
    }

    @Test(arguments: ["ERROR", "+CME ERROR: 4", "NO CARRIER", "OK"])
    func aNumberThatIsRefusedGivesWayToTheOther(answer: String) async throws {
        answers(answer, to: "*99***1#")
        answers("CONNECT", to: "*99#")
        #expect(await world.registers())
        #expect(try await world.connects())
        #expect(dialled == ["ATD*99***1#", "ATD*99#"])
        #expect(world.calls.requests.map(\.port.node) == ["ttyUSB0"], "the port is not to blame")
        #expect(world.surroundings.dialNumbers == [try #require(Self.key): .packetService])
    }

    @Test func whatWorkedIsDialledFirst() async throws {
        world.surroundings.dialNumbers[try #require(Self.key)] = .packetService
        answers("CONNECT", to: "*99#")
        #expect(await world.registers())
        #expect(try await world.connects())
        #expect(dialled == ["ATD*99#"])
    }

    @Test func aProvenNumberWithoutCarrierIsNotDoubted() async throws {
        world.surroundings.dialNumbers[try #require(Self.key)] = .packetService
        answers("NO CARRIER", to: "*99#")
        #expect(await world.registers())
        await #expect(throws: ModemError.dialFailed("NO CARRIER")) { try await world.modem.connect(ConnectSettings()) }
        #expect(dialled == ["ATD*99#"])
    }

    @Test func aNumberThatSomebodyHasGivenIsTheOnlyOne() async throws {
        #expect(await world.registers())
        let settings = ConnectSettings(number: try DialNumber("*98#"))
        await #expect(throws: ModemError.self) { try await world.modem.connect(settings) }
        #expect(Set(dialled) == ["ATD*98#"])
        #expect(world.surroundings.dialNumbers.isEmpty)
    }

    @Test func theNetworkIsNotAskedTwiceForWhatItRefuses() async {
        answers("BUSY", to: "*99***1#")
        #expect(await world.registers())
        await #expect(throws: ModemError.dialFailed("BUSY")) { try await world.modem.connect(ConnectSettings()) }
        #expect(dialled == ["ATD*99***1#"])
    }

    @Test func theStickSaysWhy() async {
        answers("NO CARRIER", to: "*99***1#")
        world.stick.answers["AT+CEER"] = "\r\n+CEER: Requested service option not subscribed\u{1b}[2J\r\n\r\nOK\r\n"
        #expect(await world.registers())
        let refusal = ModemError.dialFailed("NO CARRIER", cause: "Requested service option not subscribed[2J")
        await #expect(throws: refusal) { try await world.modem.connect(ConnectSettings()) }
        #expect(refusal.message.hasSuffix("The stick says: Requested service option not subscribed[2J."))
    }

    @Test func aCallThatTheNetworkEndsHasItsCauseToo() async throws {
        world.stick.answers["AT+CEER"] = "\r\n+CEER: Regular deactivation\r\n\r\nOK\r\n"
        #expect(await world.registers())
        #expect(try await world.connects())
        world.endCall(.hangUp)
        #expect(await world.reachesState(.registered))
        #expect(
            world.modem.snapshot.connection?.lastError?.error == .callFailed(.hangUp, cause: "Regular deactivation"))
    }
}
