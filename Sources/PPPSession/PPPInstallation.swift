internal import EventLoop
internal import Glibc
internal import ModemCore

/// What has to be there before a call is made, whoever runs pppd.
package struct PPPInstallation: Sendable {
    package var pppd = "/usr/sbin/pppd"
    package var modprobe = "/sbin/modprobe"
    /// Folder of `ppp-up`, `ppp-down` and `ppp-names`. It cannot be in the runtime folder: `/run` is mounted `noexec` on
    /// Debian.
    package var scripts = "/usr/libexec/zte-modem"
    package var device = "/dev/ppp"

    package init() {}

    /// - Throws: ``CallError/notInstalled``, ``CallError/noKernelSupport``, or ``CallError/failed(status:message:)`` with
    ///   status -1 for a script of ours that is missing.
    @LoopActor func check(_ clock: any Clock<Duration>) async throws(CallError) {
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
