import DeviceCatalog
import ModemCore

/// Sticks as sysfs shows them; the bytes follow USB 2.0, 9.6, and are written down here on their own.
enum Sticks {
    static func device(configurations: Int = 1) -> [UInt8] {
        [18, 1, 0x00, 0x02, 0, 0, 0, 64, 0xd2, 0x19, 0x00, 0x20, 0x00, 0x00, 1, 2, 3, UInt8(configurations)]
    }

    static func configuration(_ value: UInt8, _ content: [[UInt8]]) -> [UInt8] {
        let content = content.flatMap { $0 }
        let total = 9 + content.count
        return [9, 2, UInt8(total & 0xff), UInt8(total >> 8), 1, value, 0, 0x80, 250] + content
    }

    static func interface(_ number: UInt8, setting: UInt8 = 0, _ triple: (UInt8, UInt8, UInt8)) -> [UInt8] {
        [9, 4, number, setting, 2, triple.0, triple.1, triple.2, 0]
    }

    static func endpoint(_ address: UInt8, attributes: UInt8 = 2) -> [UInt8] {
        [7, 5, address, attributes, 0x00, 0x02, 0]
    }

    /// 19d2:2000, a CD-ROM.
    static let storage =
        device()
        + configuration(1, [interface(0, (0x08, 0x06, 0x50)), endpoint(0x81), endpoint(0x01)])

    /// 19d2:0001, three serial interfaces, the first with an interrupt endpoint.
    static let modem =
        device()
        + configuration(
            1,
            [
                interface(0, (0xff, 0xff, 0xff)), endpoint(0x81, attributes: 3), endpoint(0x82), endpoint(0x02),
                interface(1, (0xff, 0xff, 0xff)), endpoint(0x84), endpoint(0x04),
                interface(2, (0xff, 0xff, 0xff)), endpoint(0x86), endpoint(0x06),
            ])

    static func serial(_ number: UInt8, bulkIn: UInt8, bulkOut: UInt8) -> USBInterface {
        USBInterface(
            number: number, classCode: 0xff, subclass: 0xff, protocolCode: 0xff, bulkIn: bulkIn, bulkOut: bulkOut)
    }

    static func usbDevice(
        _ port: String = "1-1.2", number: UInt16 = 4, product: UInt16 = 0x2000, interfaces: [USBInterface] = []
    ) -> USBDevice {
        USBDevice(
            identity: .init(physicalPort: port, busNumber: 1, deviceNumber: number),
            usbID: USBID(vendor: 0x19d2, product: product), interfaces: interfaces, sysfsPath: "/sys/devices/" + port,
            node: "/dev/bus/usb/001/004")
    }

    static func tty(_ node: String, _ interface: UInt8, port: String = "1-1.2") -> TTYPort {
        TTYPort(
            node: node, interfaceNumber: interface, physicalPort: port, driver: "option",
            deviceNumber: 0xbc00 + UInt64(interface))
    }
}
