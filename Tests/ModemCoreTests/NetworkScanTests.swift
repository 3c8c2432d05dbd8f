import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A person looks for networks, and may leave before they are found.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct NetworkScanTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let command = "AT+COPS=?"
    private static let shared = PortMap(usbID: Story.map.usbID, model: "MF110", roles: [0: .data])

    /// A scan that has begun and takes for ever.
    private func scanning() async -> Task<[ScannedNetwork], any Error> {
        world.stick.abortable[Self.command] = "\r\nERROR\r\n"
        let scan = Task { try await world.modem.scanNetworks() }
        #expect(await world.wait { world.stick.log.last == Self.command })
        return scan
    }

    @Test func whatIsFoundIsToldInOurWords() async throws {
        #expect(await world.registers())
        world.stick.answers[Self.command] =
            "\r\n+COPS: (2,\"Telekom\",\"TDG\",\"26201\",4),(1,\"AT&T\u{1b}\u{202e}@\",\"\",\"310410\",0),(3,\"\",\"\",\"26202\"),"
            + "(0,\"x\",\"y\",\"junk\",2),\r\n\r\nOK\r\n"
        #expect(
            try await modem.scanNetworks() == [
                ScannedNetwork(
                    code: "26201", name: "Telekom", shortName: "TDG", status: .current, accessTechnology: "hsdpa"),
                ScannedNetwork(
                    code: "310410", name: "AT&T@", shortName: "", status: .available, accessTechnology: "gsm"),
                ScannedNetwork(code: "26202", name: "", shortName: "", status: .forbidden, accessTechnology: ""),
            ])
    }

    @Test func aCallerThatLeavesEndsItAtTheStick() async throws {
        #expect(await world.registers())
        let scan = await scanning()
        let start = world.clock.now
        scan.cancel()
        await #expect(throws: ModemError.aborted) { try await scan.value }
        #expect(start.duration(to: world.clock.now) < .seconds(2))
        #expect(world.stick.aborts == [0x20])
        // The next one works.
        world.stick.abortable = [:]
        world.stick.answers[Self.command] = "\r\n+COPS: (1,\"A\",\"A\",\"26201\",2)\r\n\r\nOK\r\n"
        #expect(try await modem.scanNetworks().map(\.code) == ["26201"])
        #expect(modem.snapshot.state == .registered)
        #expect(world.ports.opened.count == 2)
    }

    @Test func aCallerThatLeavesBeforeItsTurnSendsNothing() async throws {
        #expect(await world.registers())
        world.stick.mute.insert("AT+CSQ")
        #expect(await world.wait { world.stick.log.last == "AT+CSQ" })
        let scan = Task { try await world.modem.scanNetworks() }
        scan.cancel()
        await #expect(throws: ModemError.aborted) { try await scan.value }
        #expect(!world.stick.log.contains(Self.command))
    }

    @Test func aScanThatNeverEndsIsGivenUpAfterThreeMinutes() async {
        #expect(await world.registers())
        let start = world.clock.now
        let scan = await scanning()
        await #expect(throws: ModemError.timedOut("Scanning for networks")) { try await scan.value }
        #expect(start.duration(to: world.clock.now) < .seconds(185))
        #expect(world.stick.aborts == [0x20])
        #expect(modem.snapshot.state == .registered)
    }

    @Test func twoScansAtOnceAreOneTooMany() async throws {
        #expect(await world.registers())
        let scan = await scanning()
        await #expect(throws: ModemError.inProgress) { try await modem.scanNetworks() }
        await #expect(throws: ModemError.inProgress) { try await modem.register(with: nil) }
        scan.cancel()
        _ = await scan.result
    }

    @Test func aRefusalOfTheStickIsTold() async {
        #expect(await world.registers())
        world.stick.answers[Self.command] = "\r\n+CME ERROR: 3\r\n"
        await #expect(throws: ModemError.self) { try await modem.scanNetworks() }
        world.stick.answers[Self.command] = "\r\n+CME ERROR: 10\r\n"
        await #expect(throws: ModemError.simMissing) { try await modem.scanNetworks() }
    }

    // MARK: Calls

    @Test func duringACallOverTheOnlyPortThereIsNone() async throws {
        #expect(await world.registers(Self.shared, ports: [Story.port(0)]))
        #expect(try await world.connects())
        await #expect(throws: ModemError.wrongState(.connected, needed: "disconnect first")) {
            try await modem.scanNetworks()
        }
    }

    @Test func duringACallOverAnotherPortThereIs() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        world.stick.answers[Self.command] = "\r\n+COPS: (2,\"A\",\"A\",\"26201\",2)\r\n\r\nOK\r\n"
        #expect(try await modem.scanNetworks().count == 1)
    }

    @Test(arguments: [true, false])
    func aCallIsWorthMore(isShared: Bool) async throws {
        #expect(await isShared ? world.registers(Self.shared, ports: [Story.port(0)]) : world.registers())
        let scan = await scanning()
        #expect(try await world.connects())
        await #expect(throws: ModemError.commandFailed("The scan was broken off by a call; scan again later")) {
            try await scan.value
        }
        let dial = try #require(world.stick.log.lastIndex(of: "ATD*99***1#"))
        // The other port is told to give reasons before it dials.
        #expect(world.stick.log[..<dial].last { $0 != "AT+CMEE=1" } == "AT")
    }

    // MARK: States

    @Test func beforeTheStickLooksForNetworksThereIsNone() async {
        let needed = "wait until it looks for a network"
        await #expect(throws: ModemError.wrongState(.storage, needed: needed)) { try await modem.scanNetworks() }
        world.ports.refusal = .busy
        world.plugModem()
        #expect(await world.reachesState(.failed))
        await #expect(throws: ModemError.wrongState(.failed, needed: needed)) { try await modem.scanNetworks() }
    }

    @Test func whoScansIsToldOfTheUnplug() async {
        #expect(await world.registers())
        let scan = await scanning()
        modem.feed(.detached(Story.modem.identity))
        await #expect(throws: ModemError.deviceGone) { try await scan.value }
    }
}
