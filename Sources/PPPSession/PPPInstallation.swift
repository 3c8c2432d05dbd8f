internal import EventLoop
internal import Glibc
internal import ModemCore

/// What has to be there before a call is made, whoever runs pppd.
@LoopActor struct PPPInstallation {
    let pppd: String
    /// Folder of `ppp-up`, `ppp-down` and `ppp-names`.
    let scripts: String
    /// `/dev/ppp`.
    let device: String
    let modprobe: String
    let clock: any Clock<Duration>

    /// - Throws: ``CallError/notInstalled``, ``CallError/noKernelSupport``, or ``CallError/failed(status:message:)`` with
    ///   status -1 for a script of ours that is missing.
    func check() async throws(CallError) {
        guard access(pppd, F_OK) == 0 else { throw .notInstalled }
        // A missing script is no error to pppd: the call would come up and nobody would hear of it.
        for script in ["ppp-up", "ppp-down", "ppp-names"] {
            let path = "\(scripts)/\(script)"
            guard access(path, X_OK) == 0 else { throw .failed(status: -1, message: "\(path) is missing") }
        }
        guard await KernelSupport(device: device, modprobe: modprobe, clock: clock).isAvailable() else {
            throw .noKernelSupport
        }
    }
}
