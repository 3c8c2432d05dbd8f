package import EventLoop
package import ModemCore

/// Makes and takes away the links of one IMEI.
@LoopActor package protocol LinkMaker {
    func link(_ imei: IMEI, to ports: LinkedPorts)
    func unlink(_ imei: IMEI)
}

/// Symbolic links below `/dev/zte`, beside those that udev makes by physical port.
@LoopActor package final class DeviceLinks: PortLinks {
    package nonisolated static let folder = "/dev/zte"

    private struct Claim {
        let physicalPort: String
        let imei: IMEI
        var ports: LinkedPorts
    }

    private let folder: LinkFolder
    private let maker: any LinkMaker
    /// In the order in which they came.
    private var claims: [Claim] = []

    package init(folder: String = DeviceLinks.folder, maker: any LinkMaker) {
        self.folder = LinkFolder(path: folder)
        self.maker = maker
    }

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
        for imei in folder.linked() { maker.unlink(imei) }
    }

    /// Brings the links of one IMEI to what the first stick that said it has.
    private func settle(_ imei: IMEI) {
        if let first = claims.first(where: { $0.imei == imei }) {
            maker.link(imei, to: first.ports)
        } else {
            maker.unlink(imei)
        }
    }
}

/// For a service that may write to the folder.
@LoopActor package final class FolderLinkMaker: LinkMaker {
    /// What went wrong, for those who look for it.
    package var onTrouble: @LoopActor (String) -> Void = { _ in }
    private let folder: LinkFolder

    package init(folder: String = DeviceLinks.folder) { self.folder = LinkFolder(path: folder) }

    package func link(_ imei: IMEI, to ports: LinkedPorts) {
        do throws(SerialError) {
            try folder.link(imei, to: ports)
        } catch {
            onTrouble("links of a stick: \(error)")
        }
    }

    package func unlink(_ imei: IMEI) { folder.unlink(imei) }
}
