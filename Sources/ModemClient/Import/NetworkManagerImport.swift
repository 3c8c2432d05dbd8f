internal import DBus
internal import ModemAPI

/// A connection of NetworkManager as a keyfile (nm-settings-keyfile(5)), of the type gsm.
enum NetworkManagerImport {
    static func profile(_ file: ForeignFile) throws(ForeignProfile.Failure) -> ForeignProfile {
        var values: [String: ForeignFile.Entry] = [:]
        for entry in file.entries { values[entry.section + "." + entry.key] = entry }
        let type = values["connection.type"]
        guard type?.value == "gsm" else {
            throw ForeignProfile.Failure(type?.line, "is not a connection of the type gsm")
        }
        var profile = ForeignProfile()
        // What is not said is yes there.
        profile.set(ProfileSetting.autoconnect.rawValue, true)
        for entry in file.entries {
            let name = entry.section + "." + entry.key
            // The last one counts.
            guard let last = values[name], last.line == entry.line else { continue }
            try take(name, unescaped(entry.value), entry, values, &profile)
        }
        authentication(values, &profile)
        return profile
    }

    private static func take(
        _ name: String, _ value: String, _ entry: ForeignFile.Entry, _ all: [String: ForeignFile.Entry],
        _ profile: inout ForeignProfile
    ) throws(ForeignProfile.Failure) {
        switch name {
        case "connection.id": if let id = ForeignProfile.id(from: value) { profile.set(ProfileSetting.id.rawValue, id) }
        case "connection.autoconnect": profile.set(ProfileSetting.autoconnect.rawValue, try flag(entry))
        case "gsm.apn": text(.apn, value, &profile)
        case "gsm.username": text(.username, value, &profile)
        case "gsm.number": text(.number, value, &profile)
        case "gsm.password": text(.password, value, &profile)
        case "gsm.pin": text(.pin, value, &profile)
        case "gsm.password-flags", "gsm.pin-flags":
            // 1: an agent has it, 2: it is asked for each time; 4: there need not be one.
            if let flags = Int(value), flags & 3 != 0 {
                profile.note(name, "the secret is not in the file; add it by 'profile edit'")
            }
        case "gsm.home-only": if try flag(entry) { profile.set(ConnectSetting.allowRoaming.rawValue, false) }
        case "gsm.sim-id": profile.set(ProfileSetting.sim.rawValue, value)
        case "gsm.sim-operator-id":
            if all["gsm.sim-id"] == nil {
                profile.set(ProfileSetting.sim.rawValue, value)
            } else {
                profile.note(name, "gsm.sim-id says more")
            }
        case "gsm.device-id":
            profile.note(name, "it is a name only ModemManager knows; use 'profile edit --stick' with the IMEI")
        case "gsm.network-id": profile.note(name, "a profile chooses no network; Register does")
        case "ipv4.never-default": if try flag(entry) { profile.set(ConnectSetting.defaultRoute.rawValue, false) }
        case "ipv4.ignore-auto-dns": if try flag(entry) { profile.set(ConnectSetting.peerDNS.rawValue, false) }
        case "ipv4.route-metric":
            if let metric = UInt32(value) { profile.set(ConnectSetting.routeMetric.rawValue, metric) }
        case "ipv4.method": if value != "auto" { profile.note(name, "only addresses of the network are used") }
        case "ipv6.method":
            if value != "ignore", value != "disabled" { profile.note(name, "only IPv4 is used") }
        case "ppp.refuse-pap", "ppp.refuse-chap": break  // authentication(_:_:)
        default: if !isWithoutMeaning(name, value) { profile.note(name, "there is no such setting") }
        }
    }

    private static func text(_ key: ConnectSetting, _ value: String, _ profile: inout ForeignProfile) {
        if !value.isEmpty { profile.set(key.rawValue, value) }
    }

    /// What is named there is not used; what is left is what we do.
    private static func authentication(_ values: [String: ForeignFile.Entry], _ profile: inout ForeignProfile) {
        func isRefused(_ name: String) -> Bool { ["true", "1", "yes"].contains(values["ppp.refuse-" + name]?.value) }
        switch (isRefused("pap"), isRefused("chap")) {
        case (false, false): break
        case (false, true): profile.set(ConnectSetting.authentication.rawValue, "pap")
        case (true, false): profile.set(ConnectSetting.authentication.rawValue, "chap")
        case (true, true): profile.set(ConnectSetting.authentication.rawValue, "none")
        }
    }

    /// Of NetworkManager itself, of the port, or what the service does in any case.
    private static func isWithoutMeaning(_ name: String, _ value: String) -> Bool {
        if name.hasPrefix("serial.") || name.hasPrefix("proxy.") || value.isEmpty { return true }
        return [
            "connection.type", "connection.uuid", "connection.timestamp", "connection.autoconnect-priority",
            "connection.autoconnect-retries", "gsm.auto-config", "ipv6.addr-gen-mode", "ipv6.ip6-privacy",
            "ppp.noauth", "ppp.refuse-eap", "ppp.refuse-mschap", "ppp.refuse-mschapv2", "ppp.lcp-echo-failure",
            "ppp.lcp-echo-interval", "ppp.baud", "ppp.crtscts",
        ].contains(name)
    }

    private static func flag(_ entry: ForeignFile.Entry) throws(ForeignProfile.Failure) -> Bool {
        switch entry.value {
        case "true", "1", "yes": true
        case "false", "0", "no": false
        default: throw ForeignProfile.Failure(entry.line, "\(entry.key) is neither true nor false")
        }
    }

    /// GKeyFile's escapes: `\s`, `\t`, `\n`, `\r`, `\\`.
    static func unescaped(_ text: String) -> String {
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                let known: [Character: Character] = ["s": " ", "t": "\t", "n": "\n", "r": "\r", "\\": "\\"]
                if let meant = known[character] { result.append(meant) } else { result += "\\" + String(character) }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return isEscaped ? result + "\\" : result
    }
}
