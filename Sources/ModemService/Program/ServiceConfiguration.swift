package import KeyFile

/// What `zte-modem.conf` says. A file that is not there says nothing; one that is wrong is left out with a word on why, and
/// the service starts all the same, with what is safe.
package struct ServiceConfiguration: Equatable, Sendable {
    package static let standardFile = "/etc/zte-modem/zte-modem.conf"

    /// Who may use the service, besides root, where polkit is not installed.
    package var fallbackGroup = FallbackGroup.none
    /// Whether sticks are switched when they are plugged in; otherwise they stay CD-ROMs until somebody asks for the modem.
    package var switchesByItself = true

    package init() {}

    /// - Returns: the configuration, and what is wrong with the file.
    package static func load(_ path: String) -> (ServiceConfiguration, [KeyFileProblem]) {
        do throws(KeyFileFault) {
            guard KeyFileFolder.exists(path) else { return (ServiceConfiguration(), []) }
            return (try ServiceConfiguration(bytes: try KeyFileFolder.contents(of: path)), [])
        } catch {
            return (ServiceConfiguration(), [KeyFileProblem(file: path, line: error.line, fault: error.text)])
        }
    }

    /// - Throws: ``KeyFileFault`` for a section or key that nobody knows, one that comes twice, and a value that is not
    ///   allowed.
    init(bytes: [UInt8]) throws(KeyFileFault) {
        var seen: Set<String> = []
        for entry in try KeyFile(parsing: bytes).entries {
            guard seen.insert(entry.section + "/" + entry.key).inserted else {
                throw KeyFileFault(entry.line, "\(quoted(entry.key)) comes twice")
            }
            switch (entry.section, entry.key) {
            case ("access", "group-without-polkit"): fallbackGroup = try Self.group(entry)
            case ("switch", "auto-switch"): switchesByItself = try Self.flag(entry)
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

    private static func group(_ entry: KeyFile.Entry) throws(KeyFileFault) -> FallbackGroup {
        if entry.value.isEmpty { return .none }
        guard let group = FallbackGroup(named: entry.value) else {
            throw KeyFileFault(entry.line, "there is no group \(quoted(entry.value)) on this system")
        }
        return group
    }
}
