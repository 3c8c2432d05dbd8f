internal import DeviceCatalog
internal import EventLoop
internal import Glibc
internal import ModemCore

/// Turns what libudev shows into the domain's values. Nil for everything that is not a ZTE stick, or has gone meanwhile.
struct DeviceReader {
    let context: UdevContext
    let source: UdevMonitor.Source

    func device(_ device: borrowing UdevDevice) -> (path: String, device: USBDevice)? {
        guard device.kind == "usb_device", let path = device.path, let port = device.name.flatMap(SysfsText.port),
            let usbID = SysfsText.usbID(device.attribute("idVendor"), device.attribute("idProduct")),
            usbID.vendor == USBID.zte,
            let bus = device.attribute("busnum").flatMap(UInt16.init),
            let number = device.attribute("devnum").flatMap(UInt16.init)
        else { return nil }
        // An event of a device that has left, while another has come to its place: that one has events of its own.
        if let announced = device.property("DEVNUM").flatMap(UInt16.init), announced != number { return nil }
        let found = USBDevice(
            identity: USBDevice.Identity(physicalPort: port, busNumber: bus, deviceNumber: number),
            usbID: usbID, interfaces: interfaces(device, path), sysfsPath: path,
            node: SysfsText.usbNode(bus: bus, device: number),
            manufacturer: SysfsText.label(device.attribute("manufacturer")),
            product: SysfsText.label(device.attribute("product")), serial: SysfsText.label(device.attribute("serial")))
        return (path, found)
    }

    /// The tty and the device it belongs to.
    /// - Parameter isAnnounced: whether it is the news of udevd; then it has to be complete.
    func port(
        _ tty: borrowing UdevDevice, isAnnounced: Bool = true
    ) -> (path: String, port: TTYPort, device: (path: String, device: USBDevice))? {
        guard let path = tty.path, !isAnnounced || isReady(tty),
            let node = tty.name.flatMap(SysfsText.ttyName),
            let interface = tty.ancestor("usb", "usb_interface"),
            let number = interface.attribute("bInterfaceNumber").flatMap({ UInt8($0, radix: 16) }),
            let parent = interface.ancestor("usb", "usb_device"), let owner = device(parent)
        else { return nil }
        let port = TTYPort(
            node: node, interfaceNumber: number, physicalPort: owner.device.identity.physicalPort,
            driver: SysfsText.label(interface.driver), deviceNumber: tty.deviceNumber)
        return (path, port, owner)
    }

    /// - Parameter overdue: paths to take although udevd has not handled them.
    func scan(overdue: Set<String>) -> DeviceTable.Scan {
        var scan = DeviceTable.Scan()
        for path in SysfsListing.usbDevices {
            guard let present = UdevDevice(context, path: path), let found = device(present) else { continue }
            if isReady(present) || overdue.contains(found.path) {
                scan.devices[found.path] = found.device
            } else {
                scan.neglected.insert(found.path)
            }
        }
        for path in SysfsListing.ttys {
            guard let present = UdevDevice(context, path: path), let found = port(present, isAnnounced: false) else {
                continue
            }
            guard isReady(present) || overdue.contains(found.path) else {
                scan.neglected.insert(found.path)
                continue
            }
            scan.devices[found.device.path] = found.device.device
            scan.ports[found.path] = (found.port, found.device.path)
        }
        return scan
    }

    /// Before udevd has run its rules, permissions and links are missing; it announces the device when it has.
    private func isReady(_ device: borrowing UdevDevice) -> Bool { source == .kernel || device.isInitialized }

    /// Empty while the kernel has not chosen a configuration; a `bind` event follows when it has.
    private func interfaces(_ device: borrowing UdevDevice, _ path: String) -> [USBInterface] {
        guard let active = device.attribute("bConfigurationValue").flatMap({ UInt8($0) }) else { return [] }
        return DescriptorParser.interfaces(in: SysfsText.descriptors(of: path), configuration: active)
    }
}
