import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Somebody wants to see the signal more often, or seldom, and then leaves.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct SignalWishesTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private let first = Holder(":1.1")
    private let second = Holder(":1.2")

    private func wish(_ seconds: UInt32?, of holder: Holder) throws {
        modem.setSignalInterval(try seconds.map { try SignalInterval(seconds: $0) }, for: holder)
    }

    /// How often the signal is read in twelve seconds.
    private func readings() async -> Int {
        let before = world.stick.log.count { $0 == "AT+CSQ" }
        await world.pass(.seconds(12))
        return world.stick.log.count { $0 == "AT+CSQ" } - before
    }

    @Test func theShortestWishCountsAndEndsWithItsHolder() async throws {
        #expect(await world.registers())
        try wish(2, of: first)
        try wish(1, of: second)
        #expect((8...13).contains(await readings()))
        modem.holderLeft(second)
        #expect((4...8).contains(await readings()))
        try wish(nil, of: first)
        // A round, and one that was on its way.
        #expect(await readings() <= 2)
        // Who has left and who never had a wish are no trouble.
        modem.holderLeft(second)
        try wish(nil, of: second)
    }

    @Test func aLongWishSavesReadings() async throws {
        #expect(await world.registers())
        await world.pass(.seconds(1))
        try wish(3600, of: first)
        let before = world.stick.log.count { $0 == "AT+CSQ" }
        // A round and more.
        await world.pass(.seconds(40))
        #expect(world.stick.log.count { $0 == "AT+CSQ" } == before)
    }

    @Test func aWishThatChangesAllTheTimeHoldsUpNobody() async throws {
        #expect(await world.registers())
        let before = world.stick.log.count { $0 == "AT+CSQ" }
        for number in 0..<12 {
            try wish(number % 2 == 0 ? 3 : 2, of: first)
            await world.pass(.seconds(1))
        }
        let count = world.stick.log.count { $0 == "AT+CSQ" } - before
        #expect((3...8).contains(count))
    }

    @Test func aWishIsThereBeforeTheNetworkAndAfterTheStickStartsAnew() async throws {
        try wish(1, of: first)
        #expect(await world.registers())
        #expect(await readings() >= 6)
        world.stick.answers["AT+CREG?"] = "\r\n+CREG: 0,1\r\n\r\nOK\r\n"
        world.ports.port("ttyUSB2")?.say("\r\n^SYSSTART\r\n")
        #expect(await world.wait { world.states.last == .enabling })
        world.stick.answers["AT+CREG?"] = "\r\n+CREG: 2,1\r\n\r\nOK\r\n"
        #expect(await world.reachesState(.registered))
        #expect(await readings() >= 6)
    }

    @Test func duringACallOverTheOnlyPortNothingIsAsked() async throws {
        let map = PortMap(usbID: Story.map.usbID, model: "MF110", roles: [0: .data])
        #expect(await world.registers(map, ports: [Story.port(0)]))
        try wish(1, of: first)
        #expect(try await world.connects())
        #expect(await readings() == 0)
        world.endCall(.hangUp)
        #expect(await world.reachesState(.registered))
        #expect(await readings() >= 6)
    }

    // MARK: What is read besides

    @Test func theDetailsAreThoseTheStickMeasures() async throws {
        try wish(1, of: first)
        world.stick.answers["AT+ZRSSI"] = "\r\n+ZRSSI: 77,13,1000\r\n\r\nOK\r\n"
        #expect(await world.registers())
        #expect(await world.wait { modem.snapshot.network?.signalDetail == .init(rssi: -77, rscp: nil, ecio: -6.5) })
        world.stick.answers["AT+ZRSSI"] = "\r\n+ZRSSI: 1000,1000,1000\r\n\r\nOK\r\n"
        #expect(await world.wait { modem.snapshot.network?.signalDetail == .init() })
    }

    @Test func aStickWithoutDetailsIsAskedOnce() async throws {
        try wish(1, of: first)
        #expect(await world.registers())
        await world.pass(.seconds(5))
        #expect(world.stick.log.count { $0 == "AT+ZRSSI" } == 1)
        #expect(modem.snapshot.network?.signalDetail == .init())
    }

    @Test func theTimeIsReadOnArrivalAndAfterAReport() async {
        world.stick.answers["AT+CTZR=1"] = "\r\nOK\r\n"
        world.stick.answers["AT+CCLK?"] = "\r\n+CCLK: \"80/01/06,00:00:12+00\"\r\n\r\nOK\r\n"
        #expect(await world.registers())
        await world.pass(.seconds(1))
        #expect(modem.snapshot.network?.time.isEmpty == true)
        world.stick.answers["AT+CCLK?"] = "\r\n+CCLK: \"26/11/25,07:30:00+04\"\r\n\r\nOK\r\n"
        world.ports.port("ttyUSB2")?.say("\r\n+CTZV: +04\r\n")
        #expect(await world.wait(atMost: .seconds(10)) { modem.snapshot.network?.time == "2026-11-25T07:30:00+01:00" })
        let count = world.stick.log.count { $0 == "AT+CCLK?" }
        await world.pass(.seconds(35))
        #expect(world.stick.log.count { $0 == "AT+CCLK?" } == count, "it does not run on")
    }
}
