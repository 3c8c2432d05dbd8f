import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Every fake CD-ROM of the shipped data is told what it obeys, byte by byte, and is recognised when it is back.
@Suite(.eventLoop) @LoopActor struct CatalogSwitchTests {
    nonisolated private static let catalog: DeviceCatalog = {
        let repository = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
        return DeviceCatalog.load([repository + "/data/devices"]).catalog
    }()

    @Test func theTableAndTheDataAreOfTheSameSticks() {
        #expect(SwitchTable.shared.sticks.count == 74)
        #expect(Set(SwitchTable.shared.sticks.map(\.usbID)) == Set(Self.catalog.recipes.keys))
        for method in SwitchTable.shared.sticks.flatMap(\.methods) {
            #expect(method.wire.allSatisfy { $0.count == CommandBlockWrapper.length })
            let counts = ["eject": 4...5, "message": 1...1, "driver-release": 0...0]
            #expect(counts[method.name]?.contains(method.wire.count) == true)
        }
    }

    private static func disc(_ stick: SwitchTable.Stick, product: String) -> USBDevice {
        let interface = USBInterface(
            number: 0, classCode: 8, subclass: 6, protocolCode: 0x50, bulkIn: 0x81, bulkOut: 0x01)
        return USBDevice(
            identity: Story.storage.identity, usbID: stick.usbID, interfaces: [interface],
            sysfsPath: "/sys/devices/usb1/1-1.2", node: "/dev/bus/usb/001/004", product: product)
    }

    private static func recipe(of disc: USBDevice) -> SwitchRecipe? {
        switch catalog.lookup(disc.usbID, disc.interfaces, product: disc.product) {
        case .switch(let recipe): recipe
        case .modem, .foreign, .ignore: nil
        }
    }

    @Test(arguments: SwitchTable.shared.sticks) func onlyTheStickThatIsMeantIsSwitched(stick: SwitchTable.Stick) throws
    {
        let recipe = try #require(Self.recipe(of: Self.disc(stick, product: "ZTE \(stick.product) Stick")))
        #expect(recipe.usbID == stick.usbID && recipe.targets == stick.targets)
        #expect((Self.recipe(of: Self.disc(stick, product: "")) == nil) == !stick.product.isEmpty)
    }

    /// A stick that obeys nothing is told everything, one method after the other, until there are no more attempts.
    @Test(arguments: SwitchTable.shared.sticks) func theRightBytesAreSent(stick: SwitchTable.Stick) async throws {
        let disc = Self.disc(stick, product: stick.product)
        let recipe = try #require(Self.recipe(of: disc))
        for remembered in [nil] + stick.methods.map(\.name) {
            var machine = Modem.StateMachine()
            var actions = machine.handle(.attachedStorage(disc, recipe.ordered(remembered: remembered)))
            for expected in Self.attempts(at: stick, remembered: remembered) {
                let method = try #require(Self.method(in: actions, for: disc))
                #expect(method.name == expected.name)
                #expect(try await Self.wire(of: method, to: disc) == expected.wire)
                comeBack(as: stick.targets, after: machine, disc)
                #expect(machine.handle(.switchPerformed).count == 1)
                actions = machine.handle(.expired(.switchDeparture))
            }
            #expect(machine.state == .failed && machine.reason == .switchIgnored)
            #expect(Self.method(in: actions, for: disc) == nil)
        }
    }

    /// What is remembered comes first, and all take turns.
    private static func attempts(at stick: SwitchTable.Stick, remembered: String?) -> [SwitchTable.Method] {
        let first = stick.methods.filter { $0.name == remembered }
        let order = first + stick.methods.filter { $0.name != remembered }
        return (0..<ModeSwitch.Limits.attempts).map { order[$0 % order.count] }
    }

    private static func method(in actions: [Modem.StateMachine.Action], for disc: USBDevice) -> SwitchMethod? {
        for case .performSwitch(let method, disc) in actions { return method }
        return nil
    }

    private static func wire(of method: SwitchMethod, to disc: USBDevice) async throws -> [[UInt8]] {
        let storage = AnsweringStorage()
        try await SwitchStep(transport: storage).perform(method, on: disc)
        return storage.wrappers.map(\.bytes)
    }

    /// While the commands are on their way, or when they have all been answered.
    private func comeBack(as targets: [USBID], after machine: Modem.StateMachine, _ disc: USBDevice) {
        for hasBeenSent in [false, true] {
            var machine = machine
            if hasBeenSent { _ = machine.handle(.switchPerformed) }
            _ = machine.handle(.detached(disc.identity))
            for target in targets { comeBack(as: target, machine) }
        }
    }

    private func comeBack(as target: USBID, _ before: Modem.StateMachine) {
        var machine = before
        let device = Story.device(number: 9, product: target.product, classes: [UInt8](repeating: 0xff, count: 6))
        switch Self.catalog.lookup(target, device.interfaces) {
        case .modem(let map):
            #expect(machine.handle(.attachedModem(device, map)).contains(.answer(.switch, nil)))
            #expect(machine.state == .settling)
        case .foreign(let stick):
            #expect(machine.handle(.attachedForeign(device, stick)).contains(.answer(.switch, nil)))
            if case .unmapped = machine.presence {
                #expect(machine.state == .settling, "its ports are waited for")
                return
            }
            expectForeign(machine, stick)
        case .switch, .ignore:
            Issue.record("\(target) is not known")
        }
    }

    private func expectForeign(_ machine: Modem.StateMachine, _ stick: ForeignStick) {
        var snapshot = ModemSnapshot(physicalPort: "1-1.2")
        machine.describePresence(in: &snapshot)
        #expect(machine.state == .failed)
        #expect(machine.reason == (stick.isNetworkCard ? .networkStick : .notDriven))
        #expect(snapshot.mode == (stick.isNetworkCard ? .network : .modem))
    }

    /// Switched by another program, or once and for all: it is shown, and left alone.
    @Test func aNetworkCardThatNobodySwitched() {
        var machine = Modem.StateMachine()
        let device = Story.device(number: 9, product: 0x1405, classes: [0x02])
        _ = machine.handle(.attachedForeign(device, Story.foreign))
        expectForeign(machine, Story.foreign)
        let (admission, actions) = machine.requesting(.switch(.plain))
        #expect(admission == .done)
        #expect(actions.isEmpty)
        #expect(machine.requesting(.connect(ConnectSettings())).0 == .refused(.notUsable(.networkStick)))
        #expect(machine.handle(.detached(device.identity)).contains(.leave))
    }
}
