package import KeyFile

/// What `zte-modem.conf` says, and after it the files of `conf.d` beside it, the last of which wins. A file that is not there
/// says nothing; one that is wrong is left out with a word on why, and the service starts all the same, with what is safe.
package struct ServiceConfiguration: Equatable, Sendable {
    package static let standardFile = "/etc/zte-modem/zte-modem.conf"

    /// Who may use the service, besides root, where polkit is not installed.
    package var fallbackGroup = FallbackGroup.none
    /// Whether sticks are switched when they are plugged in; otherwise they stay CD-ROMs until somebody asks for the modem.
    package var switchesByItself = true
    /// How many messages of a SIM are kept; nil: as many as there is room for.
    package var messageCount: Int?
    /// How many days they are kept; nil: for ever.
    package var messageDays: Int?

    /// Whether the log names SIMs, sticks and numbers in full.
    package var logsIdentities = false
    /// Whether sticks are shown as ModemManager's, too. Read at the start only.
    package var showsModemManager = false

    package init() {}

    /// - Returns: the configuration, and what is wrong with the files.
    package static func load(_ path: String) -> (ServiceConfiguration, [KeyFileProblem]) {
        var configuration = ServiceConfiguration()
        var problems: [KeyFileProblem] = []
        let folder = (path.lastIndex(of: "/").map { String(path[...$0]) } ?? "") + "conf.d"
        let files = KeyFileFolder.files(in: folder, problems: &problems)
        for file in (KeyFileFolder.exists(path) ? [path] : []) + files {
            do throws(KeyFileFault) {
                configuration = try configuration.reading(try KeyFileFolder.contents(of: file))
            } catch {
                problems.append(KeyFileProblem(file: file, line: error.line, fault: error.text))
            }
        }
        return (configuration, problems)
    }

    /// - Throws: ``KeyFileFault`` for a section or key that nobody knows, one that comes twice, and a value that is not
    ///   allowed.
    func reading(_ bytes: [UInt8]) throws(KeyFileFault) -> ServiceConfiguration {
        var next = self
        try next.read(bytes)
        return next
    }

    private mutating func read(_ bytes: [UInt8]) throws(KeyFileFault) {
        var seen: Set<String> = []
        for entry in try KeyFile(parsing: bytes).entries {
            guard seen.insert(entry.section + "/" + entry.key).inserted else {
                throw KeyFileFault(entry.line, "\(quoted(entry.key)) comes twice")
            }
            switch (entry.section, entry.key) {
            case ("access", "group-without-polkit"): fallbackGroup = try Self.group(entry)
            case ("switch", "auto-switch"): switchesByItself = try Self.flag(entry)
            case ("messages", "keep-count"): messageCount = try Self.number(entry, 1...Self.mostMessages)
            case ("messages", "keep-days"): messageDays = try Self.number(entry, 1...Self.mostDays)
            case ("service", "modemmanager-compatibility"): showsModemManager = try Self.flag(entry)
            case ("log", "log-identities"): logsIdentities = try Self.flag(entry)
            default: throw KeyFileFault(entry.line, "unknown key \(quoted(entry.key)) in [\(entry.section.prefix(40))]")
            }
        }
    }

    private static func flag(_ entry: KeyFile.Entry) throws(KeyFileFault) -> Bool {
        switch entry.value {
        case "yes": return true
        case "no": return false
        default: throw KeyFileFault(entry.line, "\(entry.key) is yes or no, not \(quoted(entry.value))")
        }
    }

    private static let mostMessages = 50_000
    private static let mostDays = 36_500

    private static func number(_ entry: KeyFile.Entry, _ range: ClosedRange<Int>) throws(KeyFileFault) -> Int {
        if let number = Int(entry.value), range.contains(number) { return number }
        throw KeyFileFault(
            entry.line,
            "\(entry.key) is a number from \(range.lowerBound) to \(range.upperBound), not \(quoted(entry.value))")
    }

    private static func group(_ entry: KeyFile.Entry) throws(KeyFileFault) -> FallbackGroup {
        if entry.value.isEmpty { return .none }
        guard let group = FallbackGroup(named: entry.value) else {
            throw KeyFileFault(entry.line, "there is no group \(quoted(entry.value)) on this system")
        }
        return group
    }
}
