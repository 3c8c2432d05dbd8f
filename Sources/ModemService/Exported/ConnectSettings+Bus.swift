package import DBus
internal import ModemAPI
package import ModemCore

extension ConnectSettings {
    /// Reads the argument of Connect, without the profile it may name.
    /// - Parameter base: what holds where it says nothing.
    /// - Throws: `InvalidArguments` that names the key: unknown, of the wrong type, or with a value that is not allowed.
    package init(bus settings: [String: Value], over base: ConnectSettings = ConnectSettings()) throws(BusError) {
        self = base
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
            guard let setting = ConnectSetting(rawValue: key) else {
                throw ErrorName.invalidArguments("'\(key.prefix(40))' is not a setting of Connect.")
            }
            do throws(InvalidValue) {
                try take(setting, value.unwrapped)
            } catch {
                throw ModemError.invalidValue(error).busError
            }
        }
    }

    mutating func take(_ setting: ConnectSetting, _ value: Value) throws(InvalidValue) {
        switch setting {
        case .apn: accessPoint = try AccessPointName(Self.text(value, setting))
        case .number: number = try DialNumber(Self.text(value, setting))
        case .username: username = try Credential(Self.text(value, setting), name: setting.rawValue)
        case .password: password = try Credential(Self.text(value, setting), name: setting.rawValue)
        case .pin: pin = try PIN(Self.text(value, setting))
        case .authentication:
            guard let known = try Authentication(rawValue: Self.text(value, setting)) else {
                throw InvalidValue(setting.rawValue, "must be any, none, pap or chap")
            }
            authentication = known
        case .ipType:
            guard let known = try IPType(rawValue: Self.text(value, setting)) else {
                throw InvalidValue(setting.rawValue, "must be ipv4 or ipv4v6")
            }
            ipType = known
        case .profile:
            throw InvalidValue(setting.rawValue, "is not a setting of a profile, and names one only in Connect")
        case .allowRoaming: allowRoaming = try Self.flag(value, setting)
        case .defaultRoute: defaultRoute = try Self.flag(value, setting)
        case .peerDNS: peerDNS = try Self.flag(value, setting)
        case .routeMetric:
            guard case .uint32(let metric) = value else { throw Self.wrongType(setting) }
            routeMetric = metric
        }
    }

    private static func text(_ value: Value, _ setting: ConnectSetting) throws(InvalidValue) -> String {
        guard case .string(let text) = value else { throw wrongType(setting) }
        return text
    }

    private static func flag(_ value: Value, _ setting: ConnectSetting) throws(InvalidValue) -> Bool {
        guard case .boolean(let flag) = value else { throw wrongType(setting) }
        return flag
    }

    private static func wrongType(_ setting: ConnectSetting) -> InvalidValue {
        InvalidValue(wrongTypeOf: setting.rawValue, setting.signature)
    }
}

extension InvalidValue {
    init(wrongTypeOf key: String, _ signature: Signature) {
        self.init(key, "must be of the D-Bus type '\(signature)'")
    }
}
