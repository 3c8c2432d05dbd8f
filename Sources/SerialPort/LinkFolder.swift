internal import Glibc
package import ModemCore

/// The folder of the links itself. It is a file system in memory and root's alone: nothing here takes time, and no name in
/// it is anybody else's.
package struct LinkFolder: Sendable {
    let path: String

    package init(path: String) { self.path = path }

    /// IMEIs that have links.
    func linked() -> [IMEI] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var found: [IMEI] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let imei = IMEI(name) { found.append(imei) }
        }
        return found
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

    private func make(_ path: String) throws(SerialError) {
        if mkdir(path, 0o755) != 0, errno != EEXIST { throw SerialError(errno: errno, "mkdir \(path)") }
    }

    /// Whoever follows the link finds the old port or the new one, never none.
    private func link(_ name: String, to node: String, of imei: IMEI) throws(SerialError) {
        let (path, new) = (path(imei) + "/" + name, path(imei) + "/." + name)
        _ = Glibc.unlink(new)
        guard symlink("../../" + node, new) == 0 else { throw SerialError(errno: errno, "symlink \(path)") }
        guard rename(new, path) == 0 else { throw SerialError(errno: errno, "rename \(path)") }
    }
}
