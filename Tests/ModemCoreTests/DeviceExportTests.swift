import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// What was found out about a stick, as a device file.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct DeviceExportTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }

    /// The lines of one section.
    private func section(_ id: String) throws -> [String] {
        let file = try modem.deviceFile(observer: "zte-modemd 1.2.3")
        let sections = file.split(separator: "\n\n").map { $0.split(separator: "\n").map(String.init) }
        return sections.first { $0.first == "[\(id)]" } ?? []
    }

    private func switches() async {
        modem.feed(.attachedStorage(Story.storage, Story.recipe))
        #expect(await world.wait { world.storage.handles.count == 1 })
        modem.feed(.detached(Story.storage.identity))
    }

    @Test func aStickThatWasSwitchedIsDescribedAsBoth() async throws {
        await switches()
        #expect(await world.registers())
        #expect(
            try section("19d2:2000") == [
                "[19d2:2000]", "mode = storage", "methods = eject", "targets = 0001",
                "source = seen on 19d2:2000, zte-modemd 1.2.3",
            ])
        let lines = try section("19d2:0001")
        #expect(lines.contains("port.00 = data") && lines.contains("port.02 = at") && lines.contains("port.01 = diag"))
        #expect(
            lines.contains { $0.hasPrefix("model = ") } && lines.last == "source = seen on 19d2:0001, zte-modemd 1.2.3")
    }

    @Test func whatItHoldsTellsNoStickFromAnother() async throws {
        await switches()
        #expect(await world.registers())
        let imei = modem.snapshot.identity.equipmentIdentifier
        #expect(!imei.isEmpty)
        #expect(try !modem.deviceFile(observer: "x").contains(imei))
    }

    @Test func aStickThatWasAModemFromTheBeginningHasOneSectionAndARemark() async throws {
        #expect(await world.registers())
        #expect(try section("19d2:2000") == [])
        #expect(try modem.deviceFile(observer: "x").contains("how it is switched is not known"))
    }

    @Test func aCDROMIsWhatWasKnownOfIt() async throws {
        modem.feed(.attachedStorage(Story.storage, Story.recipe))
        #expect(try section("19d2:2000").contains("methods = eject, driver-release"))
        #expect(try modem.deviceFile(observer: "x").contains("It has not been switched yet"))
    }

    @Test func whatNobodyKnowsIsATargetAndARemark() async throws {
        await switches()
        modem.feed(.attachedUnknown(Story.unknown))
        #expect(try section("19d2:2000").contains("targets = ffff"))
        #expect(try modem.deviceFile(observer: "x").contains("of which nothing is known"))
    }

    @Test func anIDThatStaysIsOneSection() async throws {
        let disc = Story.device(number: 4, product: 0x0001, classes: [USBInterface.massStorage])
        let recipe = SwitchRecipe(usbID: disc.usbID, methods: [.driverRelease], targets: [disc.usbID])
        modem.feed(.attachedStorage(disc, recipe))
        #expect(await world.wait { !world.storage.handles.isEmpty })
        modem.feed(.detached(disc.identity))
        world.plugModem()
        let lines = try section("19d2:0001")
        #expect(lines.contains("mode = storage modem") && lines.contains("methods = driver-release"))
    }

    @Test func oneThatIsAwayIsWaitedFor() async throws {
        await switches()
        #expect(throws: ModemError.self) { try modem.deviceFile(observer: "x") }
    }
}
