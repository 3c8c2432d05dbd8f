internal import Glibc
package import Logging

/// Log lines on standard error: with the priority in front where systemd reads them (sd-daemon(3)), with the time where a
/// person does. One record is one line, whatever a stick puts into its strings.
package struct JournalLog: LogHandler {
    package var logLevel: Logger.Level {
        get { setting.level }
        set { setting.level = newValue }
    }
    package var metadata: Logger.Metadata = [:]

    private let isJournal: Bool
    private let setting: LogLevelSetting

    /// - Parameter isJournal: standard error is the journal of systemd.
    package init(isJournal: Bool, level setting: LogLevelSetting) {
        self.isJournal = isJournal
        self.setting = setting
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let fields = all.sorted { $0.key < $1.key }.map { " \($0.key)=\(Self.oneLine("\($0.value)"))" }.joined()
        let line = prefix(event.level) + Self.oneLine("\(event.message)") + fields + "\n"
        line.utf8.withContiguousStorageIfAvailable { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Whether `descriptor` is the very stream that systemd connected to the journal (systemd.exec(5), `$JOURNAL_STREAM`):
    /// children inherit the variable, and what they write to may be something else.
    /// - Parameter stream: value of the variable: device and inode, `8:12345`.
    package static func isJournal(_ descriptor: Int32, stream: String?) -> Bool {
        var status = stat()
        guard let stream, fstat(descriptor, &status) == 0 else { return false }
        return stream == "\(status.st_dev):\(status.st_ino)"
    }

    /// One line for a person, before there is a log.
    package static func printError(_ text: String) {
        let line = "zte-modemd: " + oneLine(text) + "\n"
        line.utf8.withContiguousStorageIfAvailable { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    private func prefix(_ level: Logger.Level) -> String {
        isJournal ? "<\(Self.priority(level))>" : "\(Self.time()) \(level): "
    }

    private static func priority(_ level: Logger.Level) -> Int32 {
        switch level {
        case .trace, .debug: LOG_DEBUG
        case .info: LOG_INFO
        case .notice: LOG_NOTICE
        case .warning: LOG_WARNING
        case .error: LOG_ERR
        case .critical: LOG_CRIT
        }
    }

    private static func time() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var parts = tm()
        localtime_r(&now.tv_sec, &parts)
        let fields = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
        let milliseconds = String(now.tv_nsec / 1_000_000 + 1000).dropFirst()
        return fields.joined(separator: ":") + "." + milliseconds
    }

    /// Control characters could forge a record or drive a terminal.
    static func oneLine(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(2048).map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: "\u{fffd}"
                    default: scalar
                    }
                }))
    }
}
