package import EventLoop
internal import Glibc
package import ModemCore

/// Symbolic links below `/dev/zte`, beside those that udev makes by physical port.
///
/// The folder is a file system in memory and root's alone: nothing here takes time, and no name in it is anybody else's.
@LoopActor package final class DeviceLinks: PortLinks {
    /// What went wrong, for those who look for it.
    package var onTrouble: @LoopActor (String) -> Void = { _ in }

    private struct Claim {
        let physicalPort: String
        let imei: IMEI
        var ports: LinkedPorts
    }

    private let folder: String
    /// In the order in which they came.
    private var claims: [Claim] = []

    package init(folder: String = "/dev/zte") { self.folder = folder }

    package func show(_ ports: LinkedPorts, of imei: IMEI, in physicalPort: String) {
        if let index = claims.firstIndex(where: { $0.physicalPort == physicalPort && $0.imei == imei }) {
            if claims[index].ports == ports { return }
            claims[index].ports = ports
        } else {
            remove(physicalPort)
            claims.append(Claim(physicalPort: physicalPort, imei: imei, ports: ports))
        }
        settle(imei)
    }

    package func remove(_ physicalPort: String) {
        guard let index = claims.firstIndex(where: { $0.physicalPort == physicalPort }) else { return }
        settle(claims.remove(at: index).imei)
    }

    /// Takes away what an earlier run has left. Nothing may have been shown before.
    package func removeStale() {
        guard let stream = opendir(folder) else { return }
        var stale: [IMEI] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let imei = IMEI(name) { stale.append(imei) }
        }
        closedir(stream)
        for imei in stale { withdraw(imei) }
    }

    /// Brings the links of one IMEI to what the first stick that said it has.
    private func settle(_ imei: IMEI) {
        guard let first = claims.first(where: { $0.imei == imei }) else { return withdraw(imei) }
        do throws(SerialError) {
            try make(folder)
            try make(path(imei))
            try link("at", to: first.ports.at, of: imei)
            try link("data", to: first.ports.data, of: imei)
        } catch {
            onTrouble("links of a stick: \(error)")
        }
    }

    private func path(_ imei: IMEI) -> String { folder + "/" + imei.digits }

    private func make(_ path: String) throws(SerialError) {
        if mkdir(path, 0o755) != 0, errno != EEXIST { throw SerialError(errno: errno, "mkdir \(path)") }
    }

    /// Whoever follows the link finds the old port or the new one, never none.
    private func link(_ name: String, to node: String, of imei: IMEI) throws(SerialError) {
        let (path, new) = (path(imei) + "/" + name, path(imei) + "/." + name)
        unlink(new)
        guard symlink("../../" + node, new) == 0 else { throw SerialError(errno: errno, "symlink \(path)") }
        guard rename(new, path) == 0 else { throw SerialError(errno: errno, "rename \(path)") }
    }

    private func withdraw(_ imei: IMEI) {
        for name in ["at", "data", ".at", ".data"] { unlink(path(imei) + "/" + name) }
        rmdir(path(imei))
    }
}
