/// A device as its descriptors tell it (USB 2.0, 9.6): one configuration.
struct USBDescription: Equatable, Sendable {
    struct Endpoint: Equatable, Sendable {
        enum Transfer: UInt8, Sendable { case bulk = 2, interrupt = 3 }
        /// Number, and 0x80 for IN.
        var address: UInt8
        var transfer: Transfer
    }

    struct Interface: Equatable, Sendable {
        var number: UInt8
        /// bAlternateSetting: an interface stands here once for each of its settings.
        var alternate: UInt8 = 0
        /// Class, subclass, protocol.
        var code: (UInt8, UInt8, UInt8)
        var endpoints: [Endpoint]
        /// Class-specific descriptors, between those of the interface and of its endpoints.
        var functional: [[UInt8]] = []

        static func == (left: Interface, right: Interface) -> Bool {
            (left.number, left.alternate, left.endpoints, left.functional)
                == (right.number, right.alternate, right.endpoints, right.functional) && left.code == right.code
        }
    }

    var speed = USBSpeed.high
    /// bDeviceClass; 0: the interfaces say.
    var deviceClass: UInt8 = 0
    var vendor: UInt16
    var product: UInt16
    /// BCD device release.
    var release: UInt16
    var manufacturer: String
    var name: String
    /// Empty: the device has none.
    var serialNumber: String
    var interfaces: [Interface]
    /// How many interfaces the configuration says it has, where that is a lie.
    var promisedInterfaces: Int?
    /// UTF-16 that stands in every string, where that is none the others could hold.
    var everyString: [UInt16]?

    var deviceDescriptor: [UInt8] {
        var bytes: [UInt8] = [18, DescriptorType.device]
        bytes.appendLittle(UInt16(speed == .full ? 0x0110 : 0x0200))
        bytes += [deviceClass, 0, 0, 64]
        bytes.appendLittle(vendor)
        bytes.appendLittle(product)
        bytes.appendLittle(release)
        bytes += [StringIndex.manufacturer, StringIndex.product, serialNumber.isEmpty ? 0 : StringIndex.serial, 1]
        return bytes
    }

    var configurationDescriptor: [UInt8] {
        let body = interfaces.flatMap(descriptor)
        let count = Set(interfaces.map(\.number)).count
        var bytes: [UInt8] = [9, DescriptorType.configuration]
        bytes.appendLittle(UInt16(clamping: 9 + body.count))
        // Bus powered, 500 mA: these sticks take what a port gives.
        bytes += [UInt8(clamping: promisedInterfaces ?? count), 1, 0, 0xE0, 250]
        return bytes + body
    }

    /// nil for a string the device does not have.
    func stringDescriptor(_ index: UInt8) -> [UInt8]? {
        switch index {
        case 0: [4, DescriptorType.string, 0x09, 0x04]
        case StringIndex.manufacturer: string(manufacturer)
        case StringIndex.product: string(name)
        case StringIndex.serial where !serialNumber.isEmpty: string(serialNumber)
        case StringIndex.hardwareAddress where interfaces.contains { $0.code == (0x02, 0x06, 0x00) }:
            string(Self.hardwareAddress)
        default: nil
        }
    }

    enum DescriptorType {
        static let device: UInt8 = 1
        static let configuration: UInt8 = 2
        static let string: UInt8 = 3
        static let interface: UInt8 = 4
        static let endpoint: UInt8 = 5
    }

    /// Locally administered and the same in every stick; the kernel knows better than to use it (Linux, cdc_ether.c,
    /// usbnet_cdc_zte_bind).
    private static let hardwareAddress = "02344B500001"

    enum StringIndex {
        static let manufacturer: UInt8 = 1
        static let product: UInt8 = 2
        static let serial: UInt8 = 3
        static let hardwareAddress: UInt8 = 4
    }

    private func descriptor(_ interface: Interface) -> [UInt8] {
        let (class_, subclass, protocol_) = interface.code
        let head: [UInt8] = [
            9, DescriptorType.interface, interface.number, interface.alternate,
            UInt8(clamping: interface.endpoints.count), class_,
            subclass, protocol_, 0,
        ]
        return head + interface.functional.joined() + interface.endpoints.flatMap(descriptor)
    }

    private func descriptor(_ endpoint: Endpoint) -> [UInt8] {
        var bytes: [UInt8] = [7, DescriptorType.endpoint, endpoint.address, endpoint.transfer.rawValue]
        switch endpoint.transfer {
        case .bulk:
            bytes.appendLittle(UInt16(speed == .full ? 64 : 512))
            bytes.append(0)
        case .interrupt:
            bytes.appendLittle(UInt16(64))
            // Every 32 ms, or every 2^(9-1) microframes.
            bytes.append(speed == .full ? 32 : 9)
        }
        return bytes
    }

    private func string(_ text: String) -> [UInt8] {
        let units = (everyString ?? Array(text.utf16)).prefix(126)
        var bytes: [UInt8] = [UInt8(2 + 2 * units.count), DescriptorType.string]
        for unit in units { bytes.appendLittle(unit) }
        return bytes
    }
}
