import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// What is done about the oddities of sticks.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct QuirkTests {
    private let world = ScriptedWorld()
    private static let zeros = [UInt8](repeating: 0, count: 64)

    private static func map(_ quirks: Quirk...) -> PortMap {
        PortMap(usbID: Story.map.usbID, model: Story.map.model, roles: Story.map.roles, quirks: Set(quirks))
    }

    // MARK: zero-bytes

    @Test func aPortThatSendsZerosIsWrittenToNoMore() async {
        world.stick.silentPorts = ["ttyUSB0"]
        world.plugModem(Self.map(.zeroBytes))
        #expect(await world.wait { world.ports.port("ttyUSB0")?.sent.contains("ATE0+CPMS?") == true })
        world.ports.port("ttyUSB0")?.say(Self.zeros)
        let start = world.clock.now
        #expect(await world.reachesState(.registered))
        #expect(start.duration(to: world.clock.now) < .seconds(3), "it is not waited for")
        await world.pass(.seconds(60))
        #expect(world.ports.opened.filter { $0.name == "ttyUSB0" }.count == 1)
        #expect(world.ports.opened.first { $0.name == "ttyUSB0" }?.sent.filter { !$0.isEmpty } == ["ATE0+CPMS?"])
        #expect(world.modem.snapshot.ports.first?.role == nil)
    }

    @Test func whereAllPortsDoItIsNoModem() async {
        world.stick.silentPorts = ["ttyUSB0", "ttyUSB2"]
        world.plugModem(Self.map(.zeroBytes))
        #expect(await world.wait { world.ports.opened.count == 2 })
        for port in world.ports.opened { port.say(Self.zeros) }
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .noAnswer)
        await world.pass(.seconds(60))
        #expect(world.ports.opened.count == 2)
    }

    @Test func aFewZerosBetweenLinesAreNothing() async {
        world.stick.answers["ATE0+CPMS?"] = String(repeating: "\0", count: 8) + "\r\nOK\r\n\0\0\0\0\0\0\0\0"
        #expect(await world.registers(Self.map(.zeroBytes)))
        #expect(world.modem.link?.isShared == false)
    }

    @Test func withoutTheOddityZerosAreSwallowed() async {
        world.stick.answers["ATE0+CPMS?"] = String(repeating: "\0", count: 64) + "\r\nOK\r\n"
        #expect(await world.registers())
        #expect(world.modem.link?.isShared == false)
    }

    // MARK: sleepy-data-port

    @Test func theOtherPortIsAskedBeforeDialling() async throws {
        #expect(await world.registers(Self.map(.sleepyDataPort)))
        #expect(try await world.connects())
        let question = world.stick.log.firstIndex(of: "AT+ZOPRT?")
        let dial = world.stick.log.firstIndex(of: "ATD*99***1#")
        #expect(try #require(question) < #require(dial))
        #expect(world.ports.port("ttyUSB2")?.sent.contains("AT+ZOPRT?") == true)
    }

    @Test func aStickWithoutItIsNotAsked() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        #expect(!world.stick.log.contains("AT+ZOPRT?"))
    }

    // MARK: message-flood

    @Test func theStorageIsAskedForWhileTheSimIsBusy() async {
        world.stick.says("+CMS ERROR: 314", "+CME ERROR: 14", "+CPMS: \"SM\",0,20|OK", to: "AT+CPMS?")
        #expect(await world.registers(Self.map(.messageFlood)))
        #expect(world.stick.log.filter { $0 == "AT+CPMS?" }.count == 3)
    }

    @Test(arguments: [("+CMS ERROR: 314", 3), ("ERROR", 1)])
    func aStickThatNeverSaysItIsUsedAllTheSame(answer: String, tries: Int) async {
        world.stick.says(answer, to: "AT+CPMS?")
        #expect(await world.registers(Self.map(.messageFlood)))
        #expect(world.stick.log.filter { $0 == "AT+CPMS?" }.count == tries)
    }

    @Test func andAfterThePin() async throws {
        world.stick.says("+CPIN: SIM PIN|OK", "+CPIN: READY|OK", to: "AT+CPIN?")
        world.stick.answers["AT+CPIN=\"1234\""] = "\r\nOK\r\n"
        world.stick.answers["AT+CPIN=1234"] = "\r\nOK\r\n"
        world.stick.says("+CPMS: \"SM\",0,20|OK", to: "AT+CPMS?")
        world.plugModem(Self.map(.messageFlood))
        #expect(await world.reachesState(.locked))
        #expect(!world.stick.log.contains("AT+CPMS?"))
        try await world.modem.sendPIN(PIN("1234"))
        #expect(await world.reachesState(.registered))
        #expect(world.stick.log.filter { $0 == "AT+CPMS?" }.count == 1)
    }

    // MARK: What only words are made of

    @Test func aNetworkCardThatIsSetUpByDHCPIsCalledSo() {
        let stick = ForeignStick(
            usbID: Story.foreign.usbID, model: "K3805-Z", kind: .network(drivers: [.cdcEther]),
            quirks: [.networkByDHCP])
        world.modem.feed(.attachedForeign(Story.device(number: 5, product: 0x1003, classes: [0x02]), stick))
        #expect(world.modem.snapshot.reason == .networkStick)
        #expect(world.modem.snapshot.message.contains("DHCP"))
    }

    @Test func anInterfaceThatDoesNotWorkIsNamed() {
        let stick = ForeignStick(
            usbID: Story.foreign.usbID, model: "MF60", kind: .other(reason: "its QMI interface does not work"),
            quirks: [.unusableQMI])
        world.modem.feed(.attachedForeign(Story.device(number: 5, product: 0x1402, classes: [0x02]), stick))
        #expect(world.modem.snapshot.message.contains("its QMI interface does not work"))
    }
}
