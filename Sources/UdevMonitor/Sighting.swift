package import ModemCore

/// One thing that was read: from an event and what sysfs says about it, or from all of sysfs. Keys are sysfs paths.
package enum Sighting: Sendable {
    case device(String, USBDevice)
    case port(String, TTYPort, owner: String, USBDevice)
    /// Numbers as the removal has them.
    case deviceGone(String, busNumber: UInt16?, deviceNumber: UInt16?)
    case portGone(String)
    case everything(DeviceTable.Scan)
}
