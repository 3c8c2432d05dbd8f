package import DBus
package import ModemCore

/// What a client wants of a connection: the argument of Simple.Connect and of CreateBearer.
package struct BearerSettings: Equatable, Sendable {
    /// Neither route nor name servers are set by us: whoever has asked for the call does that.
    package private(set) var call = ConnectSettings(defaultRoute: false, reportsDNSOnly: true)
    /// A network to be in first.
    package private(set) var network: OperatorCode?
    /// What the bearer tells of itself; never a password or a PIN.
    package private(set) var shown: [String: Value] = [:]

    package init() {}

    /// - Throws: `Core.InvalidArgs` that names the key; `Core.Unsupported` for IPv6 and the like.
    package init(bus settings: [String: Value]) throws(BusError) {
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
            let value = value.unwrapped
            let isShown = try FacadeError.checked { () throws(InvalidValue) in try takeText(key, value) }
            let isKnown = if let isShown { isShown } else { try takeNumber(key, value) }
            if isKnown { shown[key] = value }
        }
    }

    /// - Returns: whether others may see it; nil for what is no text.
    private mutating func takeText(_ key: String, _ value: Value) throws(InvalidValue) -> Bool? {
        switch key {
        case "apn":
            let text = try Self.text(key, value)
            call.accessPoint = text.isEmpty ? nil : try AccessPointName(text)
        case "user":
            let text = try Self.text(key, value)
            call.username = text.isEmpty ? nil : try Credential(text, name: key)
        case "password":
            let text = try Self.text(key, value)
            call.password = text.isEmpty ? nil : try Credential(text, name: key)
            return false
        case "pin":
            let text = try Self.text(key, value)
            call.pin = text.isEmpty ? nil : try PIN(text)
            return false
        case "operator-id":
            let text = try Self.text(key, value)
            network = text.isEmpty ? nil : try OperatorCode(text)
            return false
        case "allow-roaming":
            guard case .boolean(let isAllowed) = value else { throw InvalidValue(key, "must be of the D-Bus type 'b'") }
            call.allowRoaming = isAllowed
        default: return nil
        }
        return true
    }

    private mutating func takeNumber(_ key: String, _ value: Value) throws(BusError) -> Bool {
        switch (key, value) {
        case ("allowed-auth", .uint32(let kinds)): call.authentication = Self.authentication(kinds)
        case ("ip-type", .uint32(let families)):
            // MMBearerIpFamily: any is as good as IPv4.
            guard families == 1 || families == 0xffff_fff7 || families == 0 else {
                throw FacadeError.unsupported("ip-type can only be ipv4 here.")
            }
        case ("multiplex", .uint32(let wish)):
            if wish == 3 { throw FacadeError.unsupported("A stick has one connection at a time.") }
        case ("profile-id", .int32(let id)):
            if id >= 0 { throw FacadeError.unsupported("A stick's own profiles are not used.") }
        case ("profile-enabled", .boolean(let isEnabled)):
            if !isEnabled { throw FacadeError.unsupported("A stick's own profiles are not used.") }
            return false
        case ("apn-type", .uint32), ("profile-source", .uint32), ("rm-protocol", .uint32), ("number", .string),
            ("profile-name", .string),
            ("access-type-preference", .uint32), ("roaming-allowance", .uint32):
            return false
        default:
            throw FacadeError.invalidArguments(
                "'\(key.prefix(40))' is not a setting of a bearer, or has the wrong type.")
        }
        return true
    }

    /// `MMBearerAllowedAuth`, a set.
    private static func authentication(_ kinds: UInt32) -> Authentication {
        switch kinds {
        case 1: .none
        case 2: .pap
        case 4, 8, 16, 4 | 8, 4 | 16, 8 | 16, 4 | 8 | 16: .chap
        default: .any
        }
    }

    private static func text(_ key: String, _ value: Value) throws(InvalidValue) -> String {
        guard case .string(let text) = value else { throw InvalidValue(key, "must be of the D-Bus type 's'") }
        return text
    }
}
