import Glibc

/// Looks for ZTE sticks in sysfs.
struct StickScan {
    /// Before each path; empty for this machine, a folder in tests.
    var root = ""

    private static let vendor = "19d2"
    /// More than any machine has; a tree that says otherwise is not followed.
    private static let mostSticks = 64
    private static let mostInterfaces = 32

    private var devices: String { root + "/sys/bus/usb/devices" }

    func sticks() -> [StickFacts] {
        let entries = MachineFile.names(in: devices)
        let ports = entries.filter { !$0.contains(":") && isStick($0) }.prefix(Self.mostSticks)
        return ports.map { port in stick(port, entries.filter { $0.hasPrefix(port + ":") }.prefix(Self.mostInterfaces))
        }
    }

    private func isStick(_ port: String) -> Bool {
        MachineFile.attribute("\(devices)/\(port)/idVendor") == Self.vendor
    }

    private func stick(_ port: String, _ interfaces: ArraySlice<String>) -> StickFacts {
        let folder = "\(devices)/\(port)"
        let product = MachineFile.attribute(folder + "/idProduct") ?? "?"
        var stick = StickFacts(port: port, usbID: "\(Self.vendor):\(product)")
        stick.manufacturer = MachineFile.attribute(folder + "/manufacturer")
        stick.product = MachineFile.attribute(folder + "/product")
        stick.isIgnoredByModemManager = isIgnored(folder)
        for name in interfaces {
            let folder = "\(devices)/\(name)"
            stick.interfaces.append(
                .init(
                    number: MachineFile.attribute(folder + "/bInterfaceNumber") ?? "?",
                    deviceClass: MachineFile.attribute(folder + "/bInterfaceClass") ?? "?",
                    driver: MachineFile.link(folder + "/driver").map(MachineFile.name)))
            stick.ports += ttys(of: folder).map(port(named:))
        }
        return stick
    }

    /// usb-serial has its ports in the folder of the interface, CDC ACM in a folder `tty` there.
    private func ttys(of folder: String) -> [String] {
        let names = MachineFile.names(in: folder, limit: 256).filter { $0.hasPrefix("ttyUSB") }
        let more = MachineFile.names(in: folder + "/tty", limit: 256).filter { $0.hasPrefix("ttyACM") }
        return Array((names + more).prefix(Self.mostInterfaces))
    }

    private func port(named name: String) -> PortFacts {
        let path = "\(root)/dev/\(name)"
        var status = stat()
        guard stat(path, &status) == 0 else { return PortFacts(name: name) }
        let group = getgrgid(status.st_gid).map { String(cString: $0.pointee.gr_name) } ?? "\(status.st_gid)"
        return PortFacts(
            name: name,
            node: .init(
                group: group, mode: "0" + String(status.st_mode & 0o777, radix: 8),
                isOpenToCaller: access(path, R_OK | W_OK) == 0))
    }

    /// As udev noted it down, which everybody may read.
    private func isIgnored(_ folder: String) -> Bool? {
        guard let number = MachineFile.attribute(folder + "/dev"),
            number.utf8.allSatisfy({ (0x30...0x3a).contains($0) }),
            let text = MachineFile.text("\(root)/run/udev/data/c\(number)", limit: 1 << 16)
        else { return nil }
        return text.split(separator: "\n").contains("E:ID_MM_DEVICE_IGNORE=1")
    }
}
