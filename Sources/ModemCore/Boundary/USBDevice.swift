package import DeviceCatalog

/// One `usb_device` of sysfs, as it was when it was announced. Strings come from the stick: bounded, control characters
/// removed, never used as a path.
package struct USBDevice: Equatable, Sendable {
    /// Names one presence on the bus: the same stick in the same port has a new number after it re-enumerated.
    package struct Identity: Hashable, Sendable {
        /// The kernel's name of the port, such as `1-1.2`: what stays the same through a mode switch and a replug.
        package let physicalPort: String
        /// Bus and device number, as in `/dev/bus/usb/001/004`.
        package let busNumber: UInt16
        package let deviceNumber: UInt16

        package init(physicalPort: String, busNumber: UInt16, deviceNumber: UInt16) {
            self.physicalPort = physicalPort
            self.busNumber = busNumber
            self.deviceNumber = deviceNumber
        }
    }

    package let identity: Identity
    package let usbID: USBID
    /// From the active configuration's descriptors, in the order of their numbers.
    package let interfaces: [USBInterface]
    package let sysfsPath: String
    /// `/dev/bus/usb/BBB/DDD`.
    package let node: String
    package let manufacturer: String
    package let product: String
    /// Empty where the stick has none; many have one and the same.
    package let serial: String

    package init(
        identity: Identity, usbID: USBID, interfaces: [USBInterface], sysfsPath: String, node: String,
        manufacturer: String = "", product: String = "", serial: String = ""
    ) {
        self.identity = identity
        self.usbID = usbID
        self.interfaces = interfaces
        self.sysfsPath = sysfsPath
        self.node = node
        self.manufacturer = manufacturer
        self.product = product
        self.serial = serial
    }
}

/// One tty of a USB serial driver.
package struct TTYPort: Hashable, Sendable {
    /// `ttyUSB0`; the number says nothing about the role.
    package let node: String
    /// bInterfaceNumber of the interface it belongs to.
    package let interfaceNumber: UInt8
    package let physicalPort: String
    /// Kernel driver of the interface, such as `option`.
    package let driver: String
    /// Major and minor number, to know a recycled node from the old one.
    package let deviceNumber: UInt64

    package var path: String { "/dev/" + node }

    package init(node: String, interfaceNumber: UInt8, physicalPort: String, driver: String, deviceNumber: UInt64) {
        self.node = node
        self.interfaceNumber = interfaceNumber
        self.physicalPort = physicalPort
        self.driver = driver
        self.deviceNumber = deviceNumber
    }
}
