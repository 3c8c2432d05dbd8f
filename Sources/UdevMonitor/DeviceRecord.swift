internal import EventLoop
internal import ModemCore

/// What a device says of itself. Reading it waits for the lock of the device (kernel: usb_string_attr, and before Linux 6.3
/// also read_descriptors).
struct DeviceRecord {
    let identity: USBDevice.Identity
    let manufacturer: String
    let product: String
    let serial: String
    /// Of the device and all its configurations; for ``DescriptorParser``.
    let descriptors: [UInt8]

    init(_ device: borrowing UdevDevice, _ identity: USBDevice.Identity, _ path: String) throws(SystemError) {
        self.identity = identity
        manufacturer = SysfsText.label(device.attribute("manufacturer"))
        product = SysfsText.label(device.attribute("product"))
        serial = SysfsText.label(device.attribute("serial"))
        descriptors = try SysfsText.descriptors(of: path)
    }
}
