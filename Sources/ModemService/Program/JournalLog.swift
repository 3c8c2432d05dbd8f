internal import Glibc
package import Logging

/// The log: entries with fields where standard error is the journal, else lines on standard error with the time in front. One
/// record is one line, whatever a stick puts into its strings.
package struct JournalLog: LogHandler {
    package var logLevel: Logger.Level {
        get { setting.level }
        set { setting.level = newValue }
    }
    package var metadata: Logger.Metadata = [:]

    private let isJournal: Bool
    private let socket: JournalSocket?
    private let setting: LogLevelSetting
    private let identities: IdentityMask

    /// - Parameters:
    ///   - isJournal: standard error is the journal of systemd.
    ///   - socket: the journal's own; nil: it has standard error only.
    package init(
        isJournal: Bool, socket: JournalSocket? = nil, level setting: LogLevelSetting, identities: IdentityMask
    ) {
        self.isJournal = isJournal
        self.socket = isJournal ? socket : nil
        self.setting = setting
        self.identities = identities
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let fields = all.sorted { $0.key < $1.key }.map { ($0.key, shown("\($0.value)", of: $0.key)) }
        let text = identities.masked(Self.oneLine("\(event.message)")) + fields.map { " \($0)=\($1)" }.joined()
        if let socket {
            reportLosses(of: socket)
            if socket.send(record(event.level, text, fields)) != .absent { return }
        }
        Self.write(prefix(event.level) + text + "\n")
    }

    private func shown(_ value: String, of key: String) -> String {
        let line = Self.oneLine(value)
        return Self.namesOfSIMs.contains(key) ? identities.maskedName(line) : identities.masked(line)
    }

    // MARK: The journal

    /// Metadata that stands for a SIM as a whole.
    private static let namesOfSIMs: Set<String> = ["sim", "known"]
    /// Fields that have another name than their metadata.
    private static let fieldNames = ["to": "STATE", "from": "OLD_STATE"]

    private func record(_ level: Logger.Level, _ text: String, _ fields: [(String, String)]) -> JournalRecord {
        var record = JournalRecord()
        record.append("MESSAGE", text)
        record.append("PRIORITY", "\(Self.priority(level))")
        record.append("SYSLOG_IDENTIFIER", "zte-modemd")
        for (key, value) in fields {
            let name = Self.fieldNames[key] ?? String(key.uppercased().map { $0 == "-" ? "_" : $0 })
            record.append("ZTE_" + name, value)
        }
        return record
    }

    private func reportLosses(of socket: JournalSocket) {
        let count = socket.takeLostCount()
        if count == 0 { return }
        _ = socket.send(record(.warning, "the journal was full: \(count) records before this one are lost", []))
    }

    private static func write(_ line: String) {
        line.utf8.withContiguousStorageIfAvailable { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    // MARK: Lines

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
        write("zte-modemd: " + oneLine(text) + "\n")
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
