internal import CPosix
internal import Glibc

/// What systemd is told (sd_notify(3)); nothing happens where it did not ask.
package struct ServiceNotification: Sendable {
    private let address: String?
    /// Without a word within this the service is taken for dead; nil where nobody waits for one (sd_watchdog_enabled(3)).
    package let watchdogLimit: Duration?

    /// To the socket that systemd named in the environment.
    package init() {
        self.init(
            address: Self.environment("NOTIFY_SOCKET"),
            watchdogLimit: Self.watchdogLimit(
                microseconds: Self.environment("WATCHDOG_USEC"), process: Self.environment("WATCHDOG_PID"),
                own: getpid()))
    }

    init(address: String?, watchdogLimit: Duration? = nil) {
        self.address = address
        self.watchdogLimit = address == nil ? nil : watchdogLimit
    }

    /// Name owned, cold plug done; or the configuration has been read anew.
    package func ready() { send("READY=1") }
    package func stopping() { send("STOPPING=1") }
    package func alive() { send("WATCHDOG=1") }

    /// ``ready()`` follows. With the time of `CLOCK_MONOTONIC`, as Type=notify-reload wants it.
    package func reloading() { send("RELOADING=1\nMONOTONIC_USEC=\(cposix_now_ns(false) / 1000)") }

    /// One line for `systemctl status`.
    package func status(_ line: String) { send("STATUS=" + JournalLog.oneLine(line)) }

    /// - Parameters:
    ///   - process: whom it is for, which is not who inherited it; nil: whoever reads it.
    static func watchdogLimit(microseconds: String?, process: String?, own: Int32) -> Duration? {
        guard let microseconds = microseconds.flatMap(Int64.init), microseconds > 0 else { return nil }
        if let process, Int32(process) != own { return nil }
        return .microseconds(microseconds)
    }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private func send(_ message: String) {
        guard let address else { return }
        // A manager that does not listen must not keep the daemon from its work.
        _ = cposix_notify(address, message, message.utf8.count)
    }
}
