internal import EventLoop
internal import Glibc

/// What is present, by name. libudev's own enumeration leaves out devices with a node that udevd has not seen, which
/// without udevd is all of them; what to leave out is decided where they are read.
enum SysfsListing {
    /// Paths of the USB devices that sit in a port: neither interfaces nor root hubs.
    static func usbDevices() throws(SystemError) -> [String] {
        try paths("/sys/bus/usb/devices") { SysfsText.port($0) != nil }
    }

    /// Paths of the ttys that a USB serial driver makes.
    static func ttys() throws(SystemError) -> [String] { try paths("/sys/class/tty") { SysfsText.ttyName($0) != nil } }

    /// Which configuration of a device is active, by the names of its interfaces (`1-1.2:1.0`); nil if none is. What says so
    /// in a file of its own, bConfigurationValue, waits for the lock of the device.
    static func configuration(of device: String, port: String) throws(SystemError) -> UInt8? {
        try names(device).lazy.compactMap { SysfsText.configuration($0, port: port) }.first
    }

    private static func paths(_ folder: String, where belongs: (String) -> Bool) throws(SystemError) -> [String] {
        try names(folder).filter(belongs).map { folder + "/" + $0 }.sorted()
    }

    private static func names(_ folder: String) throws(SystemError) -> [String] {
        if let names = FolderListing.names(in: folder) { return names }
        try SysfsText.refuseShortage("opendir", errno)
        // Missing where the kernel has no USB, or the device has left: then nothing is there.
        return []
    }
}
