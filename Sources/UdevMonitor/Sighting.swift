package import ModemCore

/// One thing that was read: from an event and what sysfs says about it, or from all of sysfs. Keys are sysfs paths.
package enum Sighting: Sendable {
    case device(String, USBDevice)
    case port(String, TTYPort, owner: String, USBDevice)
    /// Numbers as the removal has them.
    case deviceGone(String, busNumber: UInt16?, deviceNumber: UInt16?)
    case portGone(String)
    case everything(DeviceTable.Scan)
    /// It is not known what is there: what was known before is as good as it gets.
    case unreadable
}

extension Sighting {
    /// What an event says has left; nil if it says something else. Reads nothing but the event.
    init?(removalIn event: borrowing UdevDevice) {
        guard event.action == "remove", let path = event.path else { return nil }
        guard event.subsystem == "usb" else {
            self = .portGone(path)
            return
        }
        self = .deviceGone(
            path, busNumber: event.property("BUSNUM").flatMap(UInt16.init),
            deviceNumber: event.property("DEVNUM").flatMap(UInt16.init))
    }
}
