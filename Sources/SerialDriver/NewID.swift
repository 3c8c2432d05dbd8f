package import DeviceCatalog
internal import Glibc
package import ModemCore

/// The file of a driver that lists the ids it was told, and takes others. Blocks.
package struct NewID {
    let path: String
    /// More than so many ids nobody has told it.
    private static let sizeLimit = 64 * 1024

    package init(path: String) { self.path = path }

    /// Once for each id: the file keeps them until the module is unloaded, and would take one twice.
    package func add(_ usbID: USBID, like reference: USBID?) -> DriverAnswer {
        guard let known = contents() else { return errno == ENOENT ? .moduleMissing : .refused(reason(errno)) }
        if Self.lists(known, usbID) { return .adopted }
        guard let reference else { return .unknownID }
        let code = write(Self.line(usbID, like: reference))
        return code == 0 ? .adopted : .refused(reason(code))
    }

    /// Vendor, product and class of an interface, then an id of the driver's own: from that one it takes which interfaces are
    /// none of its business.
    static func line(_ usbID: USBID, like reference: USBID) -> String {
        words(usbID) + " ff " + words(reference)
    }

    static func lists(_ contents: String, _ usbID: USBID) -> Bool {
        contents.split(separator: "\n").contains { $0 == words(usbID) || $0.hasPrefix(words(usbID) + " ") }
    }

    /// `19d2 0007`.
    private static func words(_ usbID: USBID) -> String { "\(usbID)".replacing(":", with: " ") }

    private func reason(_ code: Int32) -> String {
        code == EROFS ? "sysfs may not be written to" : "\(path): \(String(cString: strerror(code)))"
    }

    private func contents() -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: Self.sizeLimit)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    /// In one piece, as the kernel wants it.
    /// - Returns: `errno`, or 0.
    private func write(_ line: String) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CLOEXEC)
        if descriptor < 0 { return errno }
        defer { close(descriptor) }
        let bytes = Array(line.utf8)
        let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
        return count < 0 ? errno : count == bytes.count ? 0 : EIO
    }
}
