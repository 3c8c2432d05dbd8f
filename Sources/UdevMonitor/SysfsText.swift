internal import CPosix
internal import DeviceCatalog
internal import EventLoop
internal import Glibc

/// Checks on what sysfs says. A stick writes its own strings; the kernel passes them on as they are.
enum SysfsText {
    static let labelLimit = 64

    /// `1-1.2`: bus, then the ports of each hub (kernel: usb_alloc_dev). Root hubs (`usb1`) are not ports.
    static func port(_ name: String) -> String? {
        let halves = name.split(separator: "-", omittingEmptySubsequences: false)
        guard name.utf8.count <= 32, halves.count == 2, isNumber(halves[0]) else { return nil }
        let ports = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        return ports.allSatisfy(isNumber) ? name : nil
    }

    /// The configuration that an interface of the device in that port belongs to: 1 of `1-1.2:1.0` (kernel:
    /// usb_set_configuration). Nil for other names.
    static func configuration(_ name: String, port: String) -> UInt8? {
        guard name.hasPrefix(port + ":") else { return nil }
        let numbers = name.dropFirst(port.utf8.count + 1).split(separator: ".", omittingEmptySubsequences: false)
        guard numbers.count == 2, numbers.allSatisfy(isNumber) else { return nil }
        return UInt8(numbers[0])
    }

    static func usbID(_ vendor: String?, _ product: String?) -> USBID? {
        guard let vendor, let product else { return nil }
        return USBID(vendor + ":" + product)
    }

    /// `/dev/bus/usb/001/004`; built here, never taken from an event.
    static func usbNode(bus: UInt16, device: UInt16) -> String {
        func padded(_ number: UInt16) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        }
        return "/dev/bus/usb/" + padded(bus) + "/" + padded(device)
    }

    /// `ttyUSB0`, `ttyACM3`: letters and a number, fit for a path.
    static func ttyName(_ name: String) -> String? {
        for prefix in ["ttyUSB", "ttyACM"] where name.hasPrefix(prefix) {
            return isNumber(name.dropFirst(prefix.count)) ? name : nil
        }
        return nil
    }

    /// At most 64 characters, without control characters; the repair of invalid UTF-8 happened when it was read.
    static func label(_ text: String?) -> String {
        guard let text else { return "" }
        let printable = text.unicodeScalars.filter { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned, .privateUse: false
            default: true
            }
        }
        return String(String.UnicodeScalarView(printable.prefix(labelLimit)))
    }

    /// The binary attribute `descriptors`; empty if it cannot be read.
    static func descriptors(of path: String) throws(SystemError) -> [UInt8] {
        let result = cposix_open(path + "/descriptors", O_RDONLY, 0)
        guard result >= 0 else {
            try refuseShortage("open", -result)
            return []
        }
        let file = OwnedDescriptor(owning: result)
        var bytes = [UInt8](repeating: 0, count: 16 * 1024)
        var filled = 0
        while filled < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                read(file.number, $0.baseAddress?.advanced(by: filled), $0.count - filled)
            }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { break }
            filled += count
        }
        return Array(bytes.prefix(filled))
    }

    /// Throws if a call failed for want of descriptors or memory: that says nothing about what is there.
    static func refuseShortage(_ call: String, _ code: Int32) throws(SystemError) {
        if [EMFILE, ENFILE, ENOMEM].contains(code) { throw SystemError(call: call, code: code) }
    }

    private static func isNumber(_ text: some StringProtocol) -> Bool {
        (1...5).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
