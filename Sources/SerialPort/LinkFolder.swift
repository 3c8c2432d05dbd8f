internal import EventLoop
internal import Glibc
package import ModemCore

/// The folder of the links itself. It is a file system in memory and root's alone: nothing here takes time, and no name in
/// it is anybody else's.
package struct LinkFolder: Sendable {
    /// From the folder of one IMEI.
    private static let devices = "../../"

    let path: String

    package init(path: String) { self.path = path }

    /// IMEIs that have links.
    func linked() -> [IMEI] {
        (FolderListing.names(in: path) ?? []).compactMap { IMEI($0) }
    }

    /// Whether anything is there under that IMEI.
    package func has(_ imei: IMEI) -> Bool { access(path(imei), F_OK) == 0 }

    /// Where the links of that IMEI lead; nil where it has none that are whole.
    package func ports(of imei: IMEI) -> LinkedPorts? {
        guard let at = target(path(imei) + "/at"), let data = target(path(imei) + "/data") else { return nil }
        return LinkedPorts(at: at, data: data)
    }

    package func link(_ imei: IMEI, to ports: LinkedPorts) throws(SerialError) {
        try make(path)
        try make(path(imei))
        try link("at", to: ports.at, of: imei)
        try link("data", to: ports.data, of: imei)
    }

    package func unlink(_ imei: IMEI) {
        for name in ["at", "data", ".at", ".data"] { _ = Glibc.unlink(path(imei) + "/" + name) }
        _ = rmdir(path(imei))
    }

    private func path(_ imei: IMEI) -> String { path + "/" + imei.digits }

    private func target(_ link: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = readlink(link, &bytes, bytes.count)
        guard count > 0, let target = String(validating: bytes.prefix(count), as: UTF8.self) else { return nil }
        return target.hasPrefix(Self.devices) ? String(target.dropFirst(Self.devices.count)) : nil
    }

    private func make(_ path: String) throws(SerialError) {
        if mkdir(path, 0o755) != 0, errno != EEXIST { throw SerialError(errno: errno, "mkdir \(path)") }
    }

    /// Whoever follows the link finds the old port or the new one, never none.
    private func link(_ name: String, to node: String, of imei: IMEI) throws(SerialError) {
        let (path, new) = (path(imei) + "/" + name, path(imei) + "/." + name)
        _ = Glibc.unlink(new)
        guard symlink(Self.devices + node, new) == 0 else { throw SerialError(errno: errno, "symlink \(path)") }
        guard rename(new, path) == 0 else { throw SerialError(errno: errno, "rename \(path)") }
    }
}
