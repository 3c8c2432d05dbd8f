import DeviceCatalog
import ModemCore

@testable import ModemCore

/// The devices and values that the stories of these tests are about.
enum Story {
    static let recipe = SwitchRecipe(
        usbID: USBID(vendor: 0x19d2, product: 0x2000), methods: [.eject(message: nil), .driverRelease],
        targets: [USBID(vendor: 0x19d2, product: 0x0001)])
    /// Of a stick that is not switched when it is plugged in.
    static let leftRecipe = SwitchRecipe(
        usbID: recipe.usbID, methods: recipe.methods, targets: recipe.targets, isAutomatic: false)
    static let map = PortMap(
        usbID: USBID(vendor: 0x19d2, product: 0x0001), model: "MF622", roles: [0: .data, 1: .diagnostics, 2: .at])
    static let foreign = ForeignStick(
        usbID: USBID(vendor: 0x19d2, product: 0x1405), model: "MF823", kind: .network(drivers: [.cdcEther]))
    static let storage = device(number: 4, product: 0x2000, classes: [USBInterface.massStorage])
    static let modem = device(number: 5, product: 0x0001, classes: [0xff, 0xff, 0xff])
    static let unknown = device(number: 6, product: 0xffff, classes: [0xff])
    static let ports = (0..<3).map { port($0) }

    static func device(number: UInt16, product: UInt16, classes: [UInt8]) -> USBDevice {
        USBDevice(
            identity: .init(physicalPort: "1-1.2", busNumber: 1, deviceNumber: number),
            usbID: USBID(vendor: 0x19d2, product: product),
            interfaces: classes.enumerated().map {
                USBInterface(
                    number: UInt8($0.offset), classCode: $0.element, subclass: 0xff, protocolCode: 0xff,
                    bulkIn: 0x81 + UInt8($0.offset), bulkOut: 0x01 + UInt8($0.offset))
            }, sysfsPath: "/sys/devices/usb1/1-1.2", node: "/dev/bus/usb/001/00\(number)")
    }

    /// Those of a caller; allowed ones.
    static func options(
        target: String? = nil, method: String? = nil, isForced: Bool = false, cdROM: String? = nil
    ) -> SwitchOptions {
        (try? SwitchOptions(target: target, method: method, isForced: isForced, cdROM: cdROM)) ?? .plain
    }

    static func port(_ interface: UInt8) -> TTYPort {
        TTYPort(
            node: "ttyUSB\(interface)", interfaceNumber: interface, physicalPort: "1-1.2", driver: "option",
            deviceNumber: 0xbc00 + UInt64(interface))
    }
}

extension Modem.StateMachine {
    /// A machine that has been told `events`.
    init(after events: [Event]) {
        self.init()
        for event in events { _ = handle(event) }
    }

    static let switched: [Event] = [
        .attachedStorage(Story.storage, Story.recipe), .switchPerformed, .detached(Story.storage.identity),
        .attachedModem(Story.modem, Story.map),
    ]
    static let probing = switched + Story.ports.map { .portAdded($0) }
    static let enabling = probing + [.probed]
    static let registered = enabling + [.initialised, .registration(.home)]

    func requesting(_ request: Request) -> (Admission, [Action]) {
        var copy = self
        return copy.request(request)
    }
}
