internal import DeviceCatalog
internal import EventLoop
internal import Glibc
internal import ModemCore

/// Turns what libudev shows into the domain's values. Nil for everything that is not a ZTE stick, or has gone meanwhile.
///
/// Some attributes of sysfs are read under the lock of the device, which the kernel keeps for seconds while it resets a
/// stick that hangs or unbinds its drivers; news of other sticks wait that long. They are read once for each device.
///
/// What throws could not find out what is there: that something is missing must not be concluded from it.
final class DeviceReader {
    private let context: UdevContext
    private let source: UdevMonitor.Source
    /// By path in sysfs; as they were when the device of that number was first seen.
    private var records: [String: DeviceRecord] = [:]

    init(context: UdevContext, source: UdevMonitor.Source) {
        self.context = context
        self.source = source
    }

    func device(_ device: borrowing UdevDevice) throws(SystemError) -> (path: String, device: USBDevice)? {
        guard let usbID = stickID(device), let path = device.path, let port = device.name.flatMap(SysfsText.port),
            let bus = device.attribute("busnum").flatMap(UInt16.init),
            let number = device.attribute("devnum").flatMap(UInt16.init)
        else { return nil }
        // An event of a device that has left, while another has come to its place: that one has events of its own.
        if let announced = device.property("DEVNUM").flatMap(UInt16.init), announced != number { return nil }
        let identity = USBDevice.Identity(physicalPort: port, busNumber: bus, deviceNumber: number)
        let record = try record(of: device, identity, path)
        let found = USBDevice(
            identity: identity, usbID: usbID, interfaces: try interfaces(record, path), sysfsPath: path,
            node: SysfsText.usbNode(bus: bus, device: number),
            manufacturer: record.manufacturer, product: record.product, serial: record.serial)
        return (path, found)
    }

    /// A device that has left: what another one in its place says of itself has to be read.
    func forget(_ path: String) { records[path] = nil }

    private func record(
        of device: borrowing UdevDevice, _ identity: USBDevice.Identity, _ path: String
    ) throws(SystemError) -> DeviceRecord {
        if let known = records[path], known.identity == identity { return known }
        let read = try DeviceRecord(device, identity, path)
        // What could not be read is no fact to keep: the next event is another chance.
        if !read.descriptors.isEmpty { records[path] = read }
        return read
    }

    private func stickID(_ device: borrowing UdevDevice) -> USBID? {
        guard device.kind == "usb_device",
            let usbID = SysfsText.usbID(device.attribute("idVendor"), device.attribute("idProduct")),
            usbID.vendor == USBID.zte
        else { return nil }
        return usbID
    }

    /// The tty and the device it belongs to.
    /// - Parameter isAnnounced: whether it is the news of udevd; then it has to be complete.
    func port(
        _ tty: borrowing UdevDevice, isAnnounced: Bool = true
    ) throws(SystemError) -> (path: String, port: TTYPort, device: (path: String, device: USBDevice))? {
        guard let path = tty.path, !isAnnounced || isReady(tty),
            let node = tty.name.flatMap(SysfsText.ttyName),
            let interface = tty.ancestor("usb", "usb_interface"),
            let number = interface.attribute("bInterfaceNumber").flatMap({ UInt8($0, radix: 16) }),
            let parent = interface.ancestor("usb", "usb_device"), let owner = try device(parent)
        else { return nil }
        let port = TTYPort(
            node: node, interfaceNumber: number, physicalPort: owner.device.identity.physicalPort,
            driver: SysfsText.label(interface.driver), deviceNumber: tty.deviceNumber)
        return (path, port, owner)
    }

    /// - Parameter overdue: paths to take although udevd has not handled them.
    func scan(overdue: Set<String>) throws(SystemError) -> DeviceTable.Scan {
        var scan = DeviceTable.Scan()
        for path in try SysfsListing.usbDevices() {
            guard let present = try UdevDevice(context, path: path), stickID(present) != nil, let path = present.path
            else {
                continue
            }
            guard isReady(present) || overdue.contains(path) else {
                scan.neglected.insert(path)
                continue
            }
            if let found = try device(present) { scan.devices[path] = found.device }
        }
        records = records.filter { scan.devices[$0.key] != nil }
        for path in try SysfsListing.ttys() {
            guard let present = try UdevDevice(context, path: path), let found = try port(present, isAnnounced: false)
            else {
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
    private func interfaces(_ record: DeviceRecord, _ path: String) throws(SystemError) -> [USBInterface] {
        guard let active = try SysfsListing.configuration(of: path, port: record.identity.physicalPort) else {
            return []
        }
        return DescriptorParser.interfaces(in: record.descriptors, configuration: active)
    }
}
