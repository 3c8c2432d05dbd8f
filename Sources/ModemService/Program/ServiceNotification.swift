internal import CPosix
internal import Glibc

/// What systemd is told (sd_notify(3)); nothing happens where it did not ask.
package struct ServiceNotification: Sendable {
    private let address: String?

    /// To the socket that systemd named in the environment.
    package init() { self.init(address: getenv("NOTIFY_SOCKET").map { String(cString: $0) }) }

    init(address: String?) { self.address = address }

    /// Name owned, cold plug done.
    package func ready() { send("READY=1") }
    package func stopping() { send("STOPPING=1") }

    private func send(_ message: String) {
        guard let address else { return }
        // A manager that does not listen must not keep the daemon from its work.
        _ = cposix_notify(address, message, message.utf8.count)
    }
}
