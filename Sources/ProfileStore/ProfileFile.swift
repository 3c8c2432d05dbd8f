package import KeyFile
package import ModemCore

/// The text of one profile. Its id is the name of the file; the head of a file we write names the keys.
package enum ProfileFile {
    /// Where a key is.
    private enum Section: String {
        case connection, match, secrets
    }

    // MARK: Reading

    /// - Throws: ``KeyFileFault`` for a section or key that nobody knows, one that comes twice, and a value that is not
    ///   allowed. Never quotes a value.
    package static func parse(_ bytes: [UInt8], id: ProfileID) throws(KeyFileFault) -> Profile {
        var reading = Reading(id: id)
        var seen: [String: Int] = [:]
        for entry in try KeyFile(parsing: bytes).entries {
            guard let section = Section(rawValue: entry.section) else {
                throw KeyFileFault(entry.line, "unknown section [\(entry.section.prefix(40))]")
            }
            if let earlier = seen.updateValue(entry.line, forKey: entry.key) {
                throw KeyFileFault(entry.line, "\(quoted(entry.key)) is there already, in line \(earlier)")
            }
            let isKnown: Bool
            do throws(InvalidValue) {
                isKnown = try reading.take(entry, in: section)
            } catch {
                throw KeyFileFault(entry.line, "\(error.name) \(error.reason)")
            }
            guard isKnown else {
                throw KeyFileFault(entry.line, "unknown key \(quoted(entry.key)) in [\(section.rawValue)]")
            }
        }
        return reading.profile
    }

    private struct Reading {
        let id: ProfileID
        var settings = ConnectSettings()
        var autoconnect = false
        var sim: SIMMatch?
        var stick: StickMatch?

        var profile: Profile {
            Profile(id: id, settings: settings, autoconnect: autoconnect, sim: sim, stick: stick)
        }

        /// - Returns: false for a key that does not belong there.
        mutating func take(_ entry: KeyFile.Entry, in section: Section) throws(InvalidValue) -> Bool {
            switch (section, entry.key) {
            case (.connection, "autoconnect"): autoconnect = try flag(entry)
            case (.connection, "apn"): settings.accessPoint = try AccessPointName(entry.value)
            case (.connection, "number"): settings.number = try DialNumber(entry.value)
            case (.connection, "username"):
                settings.username = try Credential(try EscapedValue.decode(entry), name: entry.key)
            case (.connection, "auth"):
                guard let kind = Authentication(rawValue: entry.value) else {
                    throw InvalidValue(entry.key, "must be any, none, pap or chap")
                }
                settings.authentication = kind
            case (.connection, "ip-type"):
                guard let kind = IPType(rawValue: entry.value) else {
                    throw InvalidValue(entry.key, "must be ipv4 or ipv4v6")
                }
                settings.ipType = kind
            case (.connection, "allow-roaming"): settings.allowRoaming = try flag(entry)
            case (.connection, "default-route"): settings.defaultRoute = try flag(entry)
            case (.connection, "peer-dns"): settings.peerDNS = try flag(entry)
            case (.connection, "route-metric"):
                guard let metric = UInt32(entry.value) else {
                    throw InvalidValue(entry.key, "must be a number from 0 to \(UInt32.max)")
                }
                settings.routeMetric = metric
            case (.match, "sim"): sim = try SIMMatch(entry.value)
            case (.match, "modem"): stick = try StickMatch(entry.value)
            case (.secrets, "password"):
                settings.password = try Credential(try EscapedValue.decode(entry), name: entry.key)
            case (.secrets, "pin"): settings.pin = try PIN(entry.value)
            case (.connection, _), (.match, _), (.secrets, _): return false
            }
            return true
        }

        private func flag(_ entry: KeyFile.Entry) throws(InvalidValue) -> Bool {
            switch entry.value {
            case "true": true
            case "false": false
            default: throw InvalidValue(entry.key, "must be true or false")
            }
        }
    }

    // MARK: Writing

    /// What ``parse(_:id:)`` reads as the same profile. Holds the secrets.
    package static func text(of profile: Profile) -> String {
        let settings = profile.settings
        var lines = [
            "# A profile of zte-modemd, named after this file. See profiles.md in the documentation for the keys.",
            "# After a change by hand: systemctl reload zte-modemd. zte-client profile edit needs none.",
            "", "[connection]", line("autoconnect", profile.autoconnect),
        ]
        lines += [
            settings.accessPoint.map { line("apn", $0.text) }, settings.number.map { line("number", $0.text) },
            settings.username.map { line("username", EscapedValue.encode($0.text)) },
            line("auth", settings.authentication.rawValue), line("ip-type", settings.ipType.rawValue),
            line("allow-roaming", settings.allowRoaming),
            line("default-route", settings.defaultRoute), settings.routeMetric.map { line("route-metric", $0) },
            line("peer-dns", settings.peerDNS),
        ].compactMap { $0 }
        lines += section(
            .match, [profile.sim.map { line("sim", $0.text) }, profile.stick.map { line("modem", $0.text) }])
        lines += section(
            .secrets,
            [
                profile.secrets.password.map { line("password", EscapedValue.encode($0.text)) },
                profile.secrets.pin.map { line("pin", $0.digits) },
            ])
        return lines.joined(separator: "\n") + "\n"
    }

    private static func section(_ name: Section, _ lines: [String?]) -> [String] {
        let lines = lines.compactMap { $0 }
        return lines.isEmpty ? [] : ["", "[\(name.rawValue)]"] + lines
    }

    private static func line(_ key: String, _ value: some CustomStringConvertible) -> String { "\(key) = \(value)" }
}
