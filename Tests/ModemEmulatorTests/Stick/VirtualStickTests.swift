import EventLoop
import TestSupport
import Testing

@testable import ModemEmulator

/// The whole stick over a socket, with the test in the part of the kernel.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct VirtualStickTests {
    private let clock = TestClock()
    private let recorded = RecordedLog()
    private let host = FakeHost()
    private let peer = RecordingPeer()
    private let stick: VirtualStick

    init() { self.init(VirtualStick.Options()) }

    private init(_ options: VirtualStick.Options) {
        var state = StickState.fixture()
        state.quirks.floodsUntilStorageIsRead = false
        let peer = peer
        stick = VirtualStick(
            options: options, state: state, attacher: host, clock: clock, log: recorded.log, makePeer: { peer })
    }

    private static func options(_ change: (inout VirtualStick.Options) -> Void) -> VirtualStick.Options {
        var options = VirtualStick.Options()
        change(&options)
        return options
    }

    private func productID() async -> [UInt8] {
        let answer = await host.control([0x80, 6, 0, 1, 0, 0, 18, 0])
        return Array(answer.data[8..<12])
    }

    private func configure() async {
        let answer = await host.control([0, 9, 1, 0, 0, 0, 0, 0])
        #expect(answer.status == 0)
    }

    private func command(_ bytes: [UInt8]) async {
        let sent = await host.write(0x01, Command.wrapper(bytes))
        #expect(sent == .init(status: 0, count: 31, data: []))
        let status = await host.read(0x81, 13)
        #expect(status.data == Command.status(0))
    }

    /// Lets the time to leave and the time off the bus pass.
    private func turn(attachCount: Int) async {
        await clock.waitForSleepers()
        #expect(host.isAttached)
        clock.advance(by: .milliseconds(300))
        await host.wait(attached: false, count: attachCount)
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await host.wait(attached: true, count: attachCount + 1)
    }

    private func becomeModem() async throws {
        try await stick.plug()
        await command(Command.eject)
        await turn(attachCount: 1)
        await configure()
    }

    /// Everything the port says until `end`.
    private func ask(_ line: String, until end: String) async -> String {
        _ = await host.write(0x02, Array("\(line)\r".utf8))
        var text = ""
        while !text.contains(end) { text += String(decoding: await host.read(0x82).data, as: UTF8.self) }
        return text
    }

    @Test func anEjectMakesItAModemThatAnswers() async throws {
        try await stick.plug()
        #expect(await productID() == [0xD2, 0x19, 0x00, 0x20])
        await configure()
        await command(Command.allowRemoval)
        await command(Command.eject)
        #expect(recorded.contains("stick: eject received lun=0"))
        await turn(attachCount: 1)
        #expect(await productID() == [0xD2, 0x19, 0x01, 0x00])
        await configure()
        #expect(await ask("ATE0", until: "OK") == "ATE0\r\r\nOK\r\n")
        #expect(await ask("AT+CGMM", until: "OK") == "\r\nMF622\r\n\r\nOK\r\n")
    }

    @Test func theSecondFamilyIsAnotherProduct() async throws {
        let test = VirtualStickTests(Self.options { $0.family = .mf626 })
        try await test.becomeModem()
        #expect(await test.productID() == [0xD2, 0x19, 0x31, 0x00])
    }

    @Test(arguments: StickFamily.allCases)
    func everyFamilyTurnsInItsOwnWay(family: StickFamily) async throws {
        let test = VirtualStickTests(Self.options { $0.family = family })
        let (model, message) = (family.model, family.model.message)
        let disc = try #require(model.disc.layout.first)
        try await test.stick.plug()
        await test.configure()
        let ejects = model.trigger == .eject
        let wrapper =
            ejects
            ? Command.wrapper(Command.eject)
            : Command.wrapper(message.command, expecting: message.dataLength, unit: message.unit)
        _ = await test.host.write(disc.output, wrapper)
        if !ejects, message.dataLength > 0 {
            let data = await test.host.read(disc.input, Int(message.dataLength))
            #expect(data.status == (message.isAnswered ? 0 : -32))
            #expect(data.count == (message.isAnswered ? Int(message.dataLength) : 0))
            _ = await test.host.control([2, 1, 0, 0, disc.input, 0, 0, 0])
        }
        #expect(await test.host.read(disc.input, 13).data.last == 0)
        await test.turn(attachCount: 1)
        let product = model.turned.product
        #expect(await test.productID() == [0xD2, 0x19, UInt8(product & 0xFF), UInt8(product >> 8)])
        #expect(test.host.speeds == [model.speed, model.speed])
    }

    @Test func aReleasedDriverMakesItTurn() async throws {
        let test = VirtualStickTests(Self.options { $0.trigger = .driverRelease })
        try await test.stick.plug()
        await test.configure()
        await test.clock.waitForSleepers()
        test.clock.advance(by: .seconds(3))
        await test.command(Command.ready)
        test.clock.advance(by: .seconds(3))
        #expect(!test.recorded.contains("stick: turns"))
        await test.clock.waitForSleepers()
        test.clock.advance(by: .seconds(1))
        await test.recorded.wait(for: "stick: turns")
        await test.turn(attachCount: 1)
        #expect(await test.productID() == [0xD2, 0x19, 0x01, 0x00])
    }

    @Test func aBouncingStickIsACDROMOnceMore() async throws {
        let test = VirtualStickTests(Self.options { $0.bounces = 1 })
        try await test.becomeModem()
        #expect(await test.productID() == [0xD2, 0x19, 0x00, 0x20])
        await test.command(Command.eject)
        await test.turn(attachCount: 2)
        #expect(await test.productID() == [0xD2, 0x19, 0x01, 0x00])
    }

    @Test func aResetOfThePortMakesItACDROMWhereItIs() async throws {
        try await becomeModem()
        // What Linux asks for after a reset.
        _ = await host.control([0x80, 6, 0, 1, 0, 0, 64, 0])
        #expect(await productID() == [0xD2, 0x19, 0x00, 0x20])
        #expect(host.isAttached)
        await configure()
        await command(Command.eject)
        await turn(attachCount: 2)
        #expect(await productID() == [0xD2, 0x19, 0x01, 0x00])
    }

    @Test func aStickThatDoesNotMindAResetStaysAModem() async throws {
        let test = VirtualStickTests(Self.options { $0.resetReturns = .modem })
        try await test.becomeModem()
        _ = await test.host.control([0x80, 6, 0, 1, 0, 0, 64, 0])
        #expect(await test.productID() == [0xD2, 0x19, 0x01, 0x00])
        await test.configure()
        // Taking its configuration away makes the firmware start over.
        let sleepers = test.clock.sleeperCount
        _ = await test.host.control([0, 9, 0, 0, 0, 0, 0, 0])
        // The modem has timers of its own.
        await test.clock.waitForSleepers(sleepers + 1)
        await test.turn(attachCount: 2)
        #expect(await test.productID() == [0xD2, 0x19, 0x00, 0x20])
    }

    @Test func aCDROMThatIsTurnedOffIsNotShownAgain() async throws {
        try await becomeModem()
        #expect(await ask("AT+ZCDRUN=4", until: "OK").contains("result(0:NO 1:YES):1\r\n"))
        #expect(await ask("AT+ZCDRUN=8", until: "OK").contains("Close autorun state result(0:FAIL 1:SUCCESS):1\r\n"))
        #expect(await ask("AT+ZCDRUN=4", until: "OK").contains("result(0:NO 1:YES):0\r\n"))
        try await stick.unplug()
        await host.wait(attached: false, count: 2)
        try await stick.plug()
        #expect(await productID() == [0xD2, 0x19, 0x01, 0x00])
        await configure()
        #expect(await ask("AT+ZCDRUN=9", until: "OK").contains("Open autorun"))
        try await stick.unplug()
        await host.wait(attached: false, count: 3)
        try await stick.plug()
        #expect(await productID() == [0xD2, 0x19, 0x00, 0x20])
    }

    @Test func aRefusedCommandStallsAndExplains() async throws {
        try await stick.plug()
        _ = await host.write(0x01, Command.wrapper(Command.message, expecting: 32))
        #expect(await host.read(0x81, 32).status == -32)
        #expect(await host.control([0x82, 0, 0, 0, 0x81, 0, 2, 0]).data == [1, 0])
        _ = await host.control([2, 1, 0, 0, 0x81, 0, 0, 0])
        #expect(await host.read(0x81, 13).data == Command.status(1, residue: 32))
    }

    @Test func aTransferWaitsForDataAndCanBeTakenBack() async throws {
        try await becomeModem()
        #expect(await host.readAndUnlink(0x82) == -104)
        _ = await host.write(0x02, Array("AT\r".utf8))
        // There is data now: the transfer is answered before its unlink is read.
        #expect(await host.readAndUnlink(0x82) == 0)
    }

    @Test func aCallRaisesTheCarrierAndDroppingDTREndsIt() async throws {
        try await becomeModem()
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await recorded.wait(for: "registration home")
        _ = await host.control([0x21, 0x22, 3, 0, 0, 0, 0, 0])
        _ = await ask("AT+CGDCONT=1,\"IP\",\"internet\"", until: "OK")
        let dialled = Task { @LoopActor in await ask("ATD*99#", until: "CONNECT 7200000\r\n") }
        await recorded.wait(for: "at0< ATD*99#")
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(300))
        _ = await dialled.value
        #expect(await host.read(0x81, 64).data == [0xA1, 0x20, 0, 0, 0, 0, 2, 0, 3, 0])
        _ = await host.write(0x02, [0x7E, 0xC0])
        #expect(peer.received == [0x7E, 0xC0])
        peer.events?.received([0x7E, 0x80])
        #expect(await host.read(0x82).data == [0x7E, 0x80])
        _ = await host.control([0x21, 0x22, 0, 0, 0, 0, 0, 0])
        #expect(await host.read(0x81, 64).data == [0xA1, 0x20, 0, 0, 0, 0, 2, 0, 2, 0])
        await stick.modem.finished()
        #expect(peer.isStopped)
        #expect(recorded.contains("stick: SET_CONTROL_LINE_STATE if0 dtr=0"))
    }

    @Test func aFullFarEndHoldsTheHostBack() async throws {
        try await becomeModem()
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await recorded.wait(for: "registration home")
        _ = await ask("AT+CGDCONT=1,\"IP\",\"\"", until: "OK")
        let dialled = Task { @LoopActor in await ask("ATD*99#", until: "CONNECT") }
        await recorded.wait(for: "at0< ATD*99#")
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(300))
        _ = await dialled.value
        peer.hasRoom = false
        let held = Task { @LoopActor in await host.write(0x02, [1, 2, 3]) }
        // Answered later than the write was sent: the write is waiting.
        _ = await productID()
        #expect(peer.received.isEmpty)
        peer.hasRoom = true
        peer.events?.hasRoom()
        #expect(await held.value == .init(status: 0, count: 3, data: []))
        #expect(peer.received == [1, 2, 3])
    }

    @Test func pulledOutAndPluggedInAgainItIsACDROM() async throws {
        try await becomeModem()
        #expect(try await stick.perform(.unplug) == nil)
        await host.wait(attached: false, count: 2)
        await #expect(throws: ControlError.self) { try await stick.perform(.unplug) }
        #expect(try await stick.perform(.status)?.contains("\"state\":\"unplugged\"") == true)
        #expect(try await stick.perform(.plug) == nil)
        #expect(await productID() == [0xD2, 0x19, 0x00, 0x20])
    }

    @Test func aHostThatLetsGoLeavesItUnplugged() async throws {
        try await stick.plug()
        host.drop()
        await recorded.wait(for: "the host closed the connection")
        while stick.isPlugged { await Task.yield() }
        try await stick.plug()
        #expect(await productID() == [0xD2, 0x19, 0x00, 0x20])
    }

    @Test func whatIsNotUSBIPEndsTheConnection() async throws {
        try await stick.plug()
        host.put([UInt8](repeating: 0xFF, count: 48))
        await recorded.wait(for: "not USB/IP")
    }

    @Test func aSecondFirmwareResetCommandRebootsIt() async throws {
        try await becomeModem()
        _ = await ask("AT+CFUN=1,1", until: "OK")
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(300))
        await host.wait(attached: false, count: 2)
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await host.wait(attached: true, count: 3)
        #expect(await productID() == [0xD2, 0x19, 0x00, 0x20])
    }
}
