internal import DBus
internal import ModemAPI

/// A dialler of `wvdial.conf` (wvdial.conf(5)). Its defaults hold where it says nothing; names are as good in any case.
enum WvDialImport {
    private static let defaults = "defaults"

    /// The dialler a section is about, in lower case: `defaults` for `[Dialer Defaults]`.
    static func dialler(in section: String) -> String? {
        let words = section.lowercased().split(separator: " ", maxSplits: 1)
        return words.count == 2 && words[0] == "dialer" ? String(words[1]) : nil
    }

    static func profile(_ file: ForeignFile, section: String?) throws(ForeignProfile.Failure) -> ForeignProfile {
        let wanted = section?.lowercased()
        let known = file.sections.compactMap(dialler)
        if let wanted, !known.contains(wanted) {
            throw ForeignProfile.Failure(
                nil, "has no [Dialer \(section ?? "")]; there is \(known.joined(separator: ", "))")
        }
        var values: [String: ForeignFile.Entry] = [:]
        for name in [defaults] + (wanted.map { [$0] } ?? []) {
            for entry in file.entries where dialler(in: entry.section) == name {
                values[entry.key.lowercased()] = entry
            }
        }
        if let inherits = values["inherits"] {
            throw ForeignProfile.Failure(inherits.line, "inherits from another dialler; write its lines here first")
        }
        var profile = ForeignProfile()
        if let section { ForeignProfile.id(from: section).map { profile.set(ProfileSetting.id.rawValue, $0) } }
        for (key, entry) in values.sorted(by: { $0.value.line < $1.value.line }) where !entry.value.isEmpty {
            take(key, entry, &profile)
        }
        return profile
    }

    private static func take(_ key: String, _ entry: ForeignFile.Entry, _ profile: inout ForeignProfile) {
        switch key {
        case "phone": number(entry, &profile)
        case "username": profile.set(ConnectSetting.username.rawValue, entry.value)
        case "password": profile.set(ConnectSetting.password.rawValue, entry.value)
        case "auto dns": if isOff(entry.value) { profile.set(ConnectSetting.peerDNS.rawValue, false) }
        case "modem": profile.note(entry.key, "the service finds the stick and its ports by itself")
        case "idle seconds": if entry.value != "0" { profile.note(entry.key, "a connection stays until it is ended") }
        case _ where key.hasPrefix("init"): command(entry, &profile)
        default: if !withoutMeaning.contains(key) { profile.note(entry.key, "there is no such setting") }
        }
    }

    /// What a command for the modem says about the connection. Never quotes what may be a PIN.
    private static func command(_ entry: ForeignFile.Entry, _ profile: inout ForeignProfile) {
        let command = entry.value.filter { $0 != " " }
        let upper = command.uppercased()
        if upper.hasPrefix("AT+CGDCONT=") {
            context(command, entry, &profile)
        } else if upper.hasPrefix("AT+CPIN=") {
            profile.set(ConnectSetting.pin.rawValue, bare(command.dropFirst("AT+CPIN=".count)))
        } else if upper.contains("+CPIN") || upper.contains("+CLCK") || upper.contains("+CPWD") {
            profile.note(entry.key, "a command about the PIN; add it by 'profile edit --pin-file'")
        } else if !setsUpModem(upper) {
            // Some take a password.
            let name = command.prefix { $0 != "=" }.prefix(40)
            profile.note(entry.key, "the service sets up the stick by itself, without '\(name)'")
        }
    }

    /// One that names another context than ours would dial what nobody has set up.
    private static func number(_ entry: ForeignFile.Entry, _ profile: inout ForeignProfile) {
        if entry.value.hasPrefix("*99***"), entry.value != "*99***1#" {
            profile.note(entry.key, "the service dials the context it has set up")
        } else {
            profile.set(ConnectSetting.number.rawValue, entry.value)
        }
    }

    /// `AT+CGDCONT=1,"IP","internet"` (3GPP TS 27.007, 10.1.1).
    private static func context(
        _ command: String, _ entry: ForeignFile.Entry, _ profile: inout ForeignProfile
    ) {
        let fields = command.dropFirst("AT+CGDCONT=".count).split(separator: ",", omittingEmptySubsequences: false)
        guard fields.count >= 3 else { return profile.note(entry.key, "a context without an access point") }
        let accessPoint = bare(fields[2])
        if !accessPoint.isEmpty { profile.set(ConnectSetting.apn.rawValue, accessPoint) }
        if bare(fields[1]).uppercased() != "IP" { profile.note(entry.key, "only IPv4 is used") }
    }

    /// Resets, echo, and the like: what every chat begins with.
    private static func setsUpModem(_ command: String) -> Bool {
        guard command.hasPrefix("AT") else { return false }
        return !command.dropFirst(2).contains { "+^%*$#".contains($0) } || command.hasPrefix("ATQ0V1E1")
    }

    private static func bare(_ text: some StringProtocol) -> String {
        String(text.filter { $0 != "\"" && $0 != "'" })
    }

    private static func isOff(_ value: String) -> Bool { ["0", "off", "no", "false"].contains(value.lowercased()) }

    /// Of the line and of the program.
    private static let withoutMeaning: Set<String> = [
        "baud", "modem type", "isdn", "new pppd", "stupid mode", "carrier check", "check def route", "auto reconnect",
        "dial attempts", "dial command", "ask password", "pppd path", "pppd option", "usb", "fcntl", "setvolume",
        "abort on busy", "abort on no dialtone", "provides", "dial timeout", "check dns", "dns test1", "dns test2",
    ]
}
