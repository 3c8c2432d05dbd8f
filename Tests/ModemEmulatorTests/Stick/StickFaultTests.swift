import EventLoop
import TestSupport
import Testing

@testable import ModemEmulator

@Suite struct DistortedDescriptionTests {
    private let modem = StickFamily.mf622.modemDescription
    private let storage = StickFamily.mf622.storageDescription

    @Test func withoutAFaultNothingIsDistorted() {
        #expect(modem.distorted(by: []) == modem)
        #expect(modem.distorted(by: [.hung, .silentStorage]) == modem)
    }

    @Test func interfacesMayHaveNoEndpoints() {
        let told = modem.distorted(by: [.noEndpoints]).configurationDescriptor
        #expect(told.count == 9 + 3 * 9)
        #expect(told[4] == 3)
        #expect(told[13] == 0)
    }

    @Test func moreInterfacesMayBePromised() {
        let told = modem.distorted(by: [.wrongCount]).configurationDescriptor
        #expect(told[4] == 9)
        #expect(told.count == modem.configurationDescriptor.count)
    }

    @Test func classesMayBeSwapped() {
        #expect(modem.distorted(by: [.wrongClass]).interfaces.allSatisfy { $0.code == (0x08, 0x06, 0x50) })
        #expect(storage.distorted(by: [.wrongClass]).interfaces.allSatisfy { $0.code == (0xFF, 0xFF, 0xFF) })
    }

    @Test func stringsMayBeAsLongAsTheyGetOrNoText() throws {
        let long = try #require(modem.distorted(by: [.longStrings]).stringDescriptor(2))
        #expect(long.count == 254 && long[0] == 254)
        let broken = try #require(storage.distorted(by: [.brokenStrings]).stringDescriptor(1))
        #expect(broken.littleEndian(UInt16.self, at: 4) == 0xD800)
        #expect(Int(broken[0]) == broken.count)
    }
}

/// Faults as the host meets them.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct FaultyStickTests {
    private let clock = TestClock()
    private let recorded = RecordedLog()
    private let host = FakeHost()

    private func plugged(_ faults: Set<StickFault>, asModem: Bool = false) async throws -> VirtualStick {
        var options = VirtualStick.Options()
        options.faults = faults
        options.isAlwaysModem = asModem
        var state = StickState.fixture()
        state.quirks.floodsUntilStorageIsRead = false
        let stick = VirtualStick(
            options: options, state: state, attacher: host, clock: clock, log: recorded.log,
            makePeer: { RecordingPeer() })
        try await stick.plug()
        _ = await host.control([0, 9, 1, 0, 0, 0, 0, 0])
        return stick
    }

    @Test func aSilentDiscNeverSaysHowACommandEnded() async throws {
        let stick = try await plugged([.silentStorage])
        #expect(await host.write(0x01, Command.wrapper(Command.ready)).status == 0)
        #expect(await host.readAndUnlink(0x81) == -104)
        #expect(stick.isPlugged)
    }

    @Test func aLyingDiscAnswersWhatNobodyAsked() async throws {
        let stick = try await plugged([.lyingStorage])
        _ = await host.write(0x01, Command.wrapper(Command.ready))
        #expect(await host.read(0x81, 13).data == Command.status(0).map { ~$0 })
        #expect(stick.isPlugged)
    }

    @Test func aStubbornDiscAnswersAndStays() async throws {
        let stick = try await plugged([.stubborn])
        _ = await host.write(0x01, Command.wrapper(Command.eject))
        #expect(await host.read(0x81, 13).data == Command.status(0))
        #expect(recorded.contains("does not turn"))
        #expect(try await stick.perform(.status)?.contains("\"state\":\"storage\"") == true)
    }

    @Test(arguments: [(StickFault.failedOrders, UInt8(1)), (.phaseErrors, 2)])
    func anOrderMayEndBadlyAndBeObeyed(fault: StickFault, result: UInt8) async throws {
        let stick = try await plugged([fault])
        _ = await host.write(0x01, Command.wrapper(Command.ready))
        #expect(await host.read(0x81, 13).data == Command.status(0))
        _ = await host.write(0x01, Command.wrapper(Command.eject))
        #expect(await host.read(0x81, 13).data == Command.status(result))
        #expect(recorded.contains("stick: turns"))
        #expect(stick.isPlugged)
    }

    @Test func aStatusMayComeAfterAStall() async throws {
        let stick = try await plugged([.stalledStatus])
        _ = await host.write(0x01, Command.wrapper(Command.allowRemoval))
        #expect(await host.read(0x81, 13).data == Command.status(0))
        _ = await host.write(0x01, Command.wrapper(Command.eject))
        #expect(await host.read(0x81, 13).status == -32)
        #expect(await host.read(0x81, 13).status == -32)
        _ = await host.control([2, 1, 0, 0, 0x81, 0, 0, 0])
        #expect(await host.read(0x81, 13).data == Command.status(0))
        #expect(stick.isPlugged)
    }

    @Test func theCardSlotMayFailAlone() async throws {
        let stick = try await plugged([.failingLUN1])
        _ = await host.write(0x01, Command.wrapper(Command.allowRemoval))
        #expect(await host.read(0x81, 13).data == Command.status(0))
        _ = await host.write(0x01, Command.wrapper(Command.eject, unit: 1))
        #expect(await host.read(0x81, 13).status == -32)
        _ = await host.control([2, 1, 0, 0, 0x81, 0, 0, 0])
        #expect(await host.read(0x81, 13).data == Command.status(1))
        #expect(stick.isPlugged)
    }

    @Test func aCloggedDiscTakesNoCommand() async throws {
        let stick = try await plugged([.cloggedStorage])
        let write = Task { @LoopActor in await host.write(0x01, Command.wrapper(Command.eject)) }
        // The control endpoint answers all the same.
        #expect(await host.control([0x80, 6, 0, 1, 0, 0, 18, 0]).count == 18)
        #expect(!recorded.contains("eject received"))
        write.cancel()
        #expect(stick.isPlugged)
    }

    @Test func aPortThatIsUncloggedTakesWhatWaited() async throws {
        let stick = try await plugged([.clogged], asModem: true)
        let write = Task { @LoopActor in await host.write(0x02, Array("AT\r".utf8)) }
        #expect(await host.control([0x80, 6, 0, 1, 0, 0, 18, 0]).count == 18)
        #expect(!recorded.contains("at0< AT"))
        #expect(try await stick.perform(.clog(false)) == nil)
        #expect(await write.value == .init(status: 0, count: 3, data: []))
        #expect(recorded.contains("at0< AT"))
    }

    @Test func aHungStickHearsAndSaysNothing() async throws {
        let stick = try await plugged([.hung], asModem: true)
        #expect(await host.write(0x02, Array("AT\r".utf8)).status == 0)
        #expect(await host.readAndUnlink(0x82) == -104)
        #expect(stick.isPlugged)
    }

    @Test func aStickThatIsNoCDROMIsAModemFromTheStartAndAfterAReboot() async throws {
        let stick = try await plugged([], asModem: true)
        #expect(recorded.contains("on the bus as modem"))
        try await stick.reboot()
        await clock.waitForSleepers(2)
        clock.advance(by: .milliseconds(300))
        await host.wait(attached: false, count: 1)
        await clock.waitForSleepers()
        clock.advance(by: .milliseconds(1500))
        await host.wait(attached: true, count: 2)
        #expect(!recorded.contains("on the bus as storage"))
    }
}
