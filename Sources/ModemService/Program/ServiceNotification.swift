internal import CPosix
internal import Glibc

/// What systemd is told (sd_notify(3)); nothing happens where it did not ask.
package struct ServiceNotification: Sendable {
    private let address: String?

    package init() { address = getenv("NOTIFY_SOCKET").map { String(cString: $0) } }

    /// Name owned, cold plug done.
    package func ready() { send("READY=1") }
    package func stopping() { send("STOPPING=1") }
    /// One line for `systemctl status`.
    package func status(_ text: String) { send("STATUS=\(JournalLog.oneLine(text))") }

    private func send(_ message: String) {
        guard let address else { return }
        // A manager that does not listen must not keep the daemon from its work.
        _ = cposix_notify(address, message, message.utf8.count)
    }
}
