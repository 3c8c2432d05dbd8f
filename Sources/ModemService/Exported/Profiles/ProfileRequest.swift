package import DBus
internal import ModemAPI
package import ModemCore

/// What AddProfile and Update are given, checked.
package struct ProfileRequest: Equatable, Sendable {
    /// Nil: not said.
    package private(set) var id: ProfileID?
    private var settings = ConnectSettings()
    private var autoconnect = false
    private var sim: SIMMatch?
    private var stick: StickMatch?
    /// Secrets that are to go: an empty one was given.
    private var cleared: Set<ConnectSetting> = []

    /// - Throws: `InvalidArguments` that names the key: unknown, of the wrong type, or with a value that is not allowed.
    package init(bus settings: [String: Value]) throws(BusError) {
        for (key, value) in settings.sorted(by: { $0.key < $1.key }) {
            let value = value.unwrapped
            do throws(InvalidValue) {
                if let setting = ProfileSetting(rawValue: key) {
                    try take(setting, value)
                } else if let setting = ConnectSetting(rawValue: key) {
                    try take(setting, value)
                } else {
                    throw InvalidValue("'\(key.prefix(40))'", "is not a setting of a profile")
                }
            } catch {
                throw ModemError.invalidValue(error).busError
            }
        }
    }

    /// A new one.
    package func profile(_ id: ProfileID) -> Profile {
        Profile(id: id, settings: settings, autoconnect: autoconnect, sim: sim, stick: stick)
    }

    /// What becomes of one that is there: secrets that were not said anything about stay.
    package func profile(replacing old: Profile) throws(ProfileError) -> Profile {
        if let id, id != old.id { throw .invalid(InvalidValue("id", "cannot be changed; add another profile instead")) }
        var profile = profile(old.id)
        if profile.secrets.password == nil, !cleared.contains(.password) {
            profile.secrets.password = old.secrets.password
        }
        if profile.secrets.pin == nil, !cleared.contains(.pin) { profile.secrets.pin = old.secrets.pin }
        return profile
    }

    private mutating func take(_ setting: ConnectSetting, _ value: Value) throws(InvalidValue) {
        if value == .string(""), setting == .password || setting == .pin {
            cleared.insert(setting)
        } else {
            try settings.take(setting, value)
        }
    }

    private mutating func take(_ setting: ProfileSetting, _ value: Value) throws(InvalidValue) {
        switch (setting, value) {
        case (.id, .string(let text)): id = try ProfileID(text)
        case (.sim, .string(let text)): sim = try SIMMatch(text)
        case (.modem, .string(let text)): stick = try StickMatch(text)
        case (.autoconnect, .boolean(let flag)): autoconnect = flag
        case (.id, _), (.sim, _), (.modem, _), (.autoconnect, _):
            throw InvalidValue(wrongTypeOf: setting.rawValue, setting.signature)
        }
    }
}
