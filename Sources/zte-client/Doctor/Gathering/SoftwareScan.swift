import Glibc

/// Which programs and libraries are installed, in which version.
struct SoftwareScan {
    var root = ""

    private static let programs = ["/usr/sbin", "/sbin", "/usr/bin", "/usr/local/sbin"]
    private static let libraries = ["dbus-1", "udev", "usb-1.0", "sqlite3", "inih", "expat"]

    func has(_ program: String) -> Bool {
        Self.programs.contains { MachineFile.exists("\(root)\($0)/\(program)") }
    }

    var neighbours: Set<MachineFacts.Neighbour> {
        var found: Set<MachineFacts.Neighbour> = []
        if has("ModemManager") { found.insert(.modemManager) }
        if has("usb_modeswitch") { found.insert(.usbModeSwitch) }
        return found
    }

    var hasModemManagerStandIn: Bool { MachineFile.exists(root + "/etc/zte-modem/conf.d/modemmanager.conf") }

    /// pppd looks for its plugins in a folder that is called after its version.
    var pppdVersion: String? {
        ["/usr/lib/pppd", "/usr/lib64/pppd"].lazy.flatMap { MachineFile.names(in: root + $0, limit: 64) }
            .last { $0.first?.isNumber == true }
    }

    var hasProviderDatabase: Bool {
        MachineFile.exists(root + "/usr/share/mobile-broadband-provider-info/serviceproviders.xml")
    }

    /// By what the names without a version lead to, such as `libudev.so.1.7.5`.
    func libraryVersions() -> [MachineFacts.Version] {
        let folders =
            ["/usr/lib64"]
            + MachineFile.names(in: root + "/usr/lib").filter { $0.hasSuffix("-linux-gnu") }
            .map { "/usr/lib/" + $0 }
        return Self.libraries.compactMap { library in
            for folder in folders {
                let prefix = "lib\(library).so."
                let names = MachineFile.names(in: root + folder, limit: 65536).filter { $0.hasPrefix(prefix) }
                if let longest = names.max(by: { $0.count < $1.count }) {
                    return .init(name: "lib" + library, version: String(longest.dropFirst(prefix.count)))
                }
            }
            return nil
        }
    }
}
