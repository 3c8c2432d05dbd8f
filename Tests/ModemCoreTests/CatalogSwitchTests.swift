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

    nonisolated private static let recipes = catalog.recipes.values.sorted { $0.usbID.product < $1.usbID.product }

    /// Messages by product id, written down here a second time: length of the data, unit, command.
    nonisolated private static let messages: [UInt16: (data: UInt8, unit: UInt8, command: [UInt8])] = {
        let common: (UInt8, UInt8, [UInt8]) = (0x20, 0, [0x85, 1, 1, 1, 0x18, 1, 1, 1, 1, 1, 0, 0])
        let lte: (UInt8, UInt8, [UInt8]) = (0x24, 0, [0x85, 0, 0, 0, 0x24, 0])
        let cdma: (UInt8, UInt8, [UInt8]) = (0xc0, 0, [0x9f, 3, 0, 0, 0, 0])
        return [
            0x0149: common, 0x1421: common, 0x1588: common, 0x1595: common, 0x2000: common,
            0x0166: lte, 0x0266: lte, 0x0388: lte, 0x0413: lte, 0xfff5: cdma, 0xfff6: cdma,
            0x1514: (0, 0, [0xff] + [UInt8](repeating: 0, count: 15)),
            0xbccd: (0x24, 0, [0xbc, 0x62, 0x65, 0x63, 0x24, 0]),
            0xffe6: (0x24, 1, [0xdf, 0x20, 0, 0, 0, 0, 0, 0]),
        ]
    }()
    /// Unit, length of the command, command.
    nonisolated private static let eject: [[UInt8]] = [
        [0, 6, 0x1e, 0, 0, 0, 0, 0], [0, 6, 0x1b, 0, 0, 0, 2, 0], [1, 6, 0x1e, 0, 0, 0, 0, 0],
        [1, 6, 0x1b, 0, 0, 0, 2, 0],
    ]
    nonisolated private static let withoutEject: Set<UInt16> = [
        0x0166, 0x0388, 0x0413, 0x1421, 0x1514, 0xbccd, 0xffe6, 0xfff5, 0xfff6,
    ]

    private static func disc(_ recipe: SwitchRecipe) -> USBDevice {
        let interface = USBInterface(
            number: 0, classCode: 8, subclass: 6, protocolCode: 0x50, bulkIn: 0x81, bulkOut: 0x01)
        return USBDevice(
            identity: Story.storage.identity, usbID: recipe.usbID, interfaces: [interface],
            sysfsPath: "/sys/devices/usb1/1-1.2", node: "/dev/bus/usb/001/004", product: recipe.product ?? "")
    }

    @Test(arguments: recipes) func theRightBytesAreSent(recipe: SwitchRecipe) async throws {
        let disc = Self.disc(recipe)
        #expect(Self.catalog.lookup(disc.usbID, disc.interfaces, product: disc.product) == .switch(recipe))
        var machine = Modem.StateMachine()
        let method = try #require(recipe.methods.first)
        #expect(machine.handle(.attachedStorage(disc, recipe)).contains(.performSwitch(method, disc)))
        try await check(method, of: disc)
        _ = machine.handle(.switchPerformed)
        _ = machine.handle(.detached(disc.identity))
        for target in recipe.targets { comeBack(as: target, machine) }
    }

    private func check(_ method: SwitchMethod, of disc: USBDevice) async throws {
        let storage = AnsweringStorage()
        try await SwitchStep(transport: storage).perform(method, on: disc)
        let sent = storage.wrappers.map(\.bytes)
        let ejects = Self.withoutEject.contains(disc.usbID.product) ? [] : Self.eject
        let message = Self.messages[disc.usbID.product]
        #expect(sent.count == ejects.count + (message == nil ? 0 : 1))
        #expect(sent.prefix(ejects.count).map { Array($0[13..<21]) } == ejects)
        guard let message, let bytes = sent.last else { return }
        #expect(bytes.count == 31)
        #expect(Array(bytes[8..<13]) == [message.data, 0, 0, 0, message.data == 0 ? 0 : 0x80])
        #expect(Array(bytes[13..<15]) == [message.unit, UInt8(message.command.count)])
        #expect(Array(bytes[15...]) == message.command + [UInt8](repeating: 0, count: 16 - message.command.count))
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
        let (admission, actions) = machine.requesting(.switch)
        #expect(admission == .done)
        #expect(actions.isEmpty)
        #expect(machine.requesting(.connect(ConnectSettings())).0 == .refused(.notUsable(.networkStick)))
        #expect(machine.handle(.detached(device.identity)).contains(.leave))
    }
}
