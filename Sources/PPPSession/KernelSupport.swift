internal import EventLoop
internal import Glibc

/// Sees to it that the kernel has PPP: most have it as modules, and `/dev/ppp` exists only once one is loaded (or where
/// the system creates it in advance, in which case opening it loads the module).
@LoopActor struct KernelSupport {
    /// `/dev/ppp`.
    let device: String
    let modprobe: String
    let clock: any Clock<Duration>

    /// False when the device is missing and loading the modules did not bring it.
    func isAvailable() async -> Bool {
        if exists { return true }
        await loadModules()
        return exists
    }

    // Not access(2): a sandbox that does not let the device be opened does not let one ask either.
    private var exists: Bool {
        var status = stat()
        return stat(device, &status) == 0
    }

    // Not being able to run it says nothing yet: the device decides.
    private func loadModules() async {
        let arguments = ["-a", "-q", "ppp_generic", "ppp_async"]
        guard let child = try? ChildProcess(.init(path: modprobe, arguments: arguments)) else { return }
        let limit = Task { @LoopActor [clock] in
            try await clock.sleep(for: .seconds(5))
            child.signal(SIGKILL)
        }
        _ = await child.end()
        limit.cancel()
    }
}
