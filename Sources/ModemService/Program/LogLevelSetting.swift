package import Logging
internal import Synchronization

/// The log level of every logger of the daemon; can be changed while it runs.
package final class LogLevelSetting: Sendable {
    private let stored: Mutex<Logger.Level>

    package init(_ level: Logger.Level) { stored = Mutex(level) }

    package var level: Logger.Level {
        get { stored.withLock { $0 } }
        set { stored.withLock { $0 = newValue } }
    }
}
