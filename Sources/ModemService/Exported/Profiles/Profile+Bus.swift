package import DBus
internal import EventLoop
package import ModemAPI
package import ModemCore

extension Profile {
    /// What GetSettings answers: what the profile says, and no secret.
    package var busSettings: [String: Value] {
        var values: [String: Value] = [:]
        func set(_ key: String, _ value: (some BusType)?) { values[key] = value?.busValue }
        set(ProfileSetting.id.rawValue, id.text)
        set(ProfileSetting.autoconnect.rawValue, autoconnect)
        set(ProfileSetting.sim.rawValue, sim?.text)
        set(ProfileSetting.modem.rawValue, stick?.text)
        set(ConnectSetting.apn.rawValue, settings.accessPoint?.text)
        set(ConnectSetting.number.rawValue, settings.number?.text)
        set(ConnectSetting.username.rawValue, settings.username?.text)
        set(ConnectSetting.authentication.rawValue, settings.authentication.rawValue)
        set(ConnectSetting.ipType.rawValue, settings.ipType.rawValue)
        set(ConnectSetting.allowRoaming.rawValue, settings.allowRoaming)
        set(ConnectSetting.defaultRoute.rawValue, settings.defaultRoute)
        set(ConnectSetting.routeMetric.rawValue, settings.routeMetric)
        set(ConnectSetting.peerDNS.rawValue, settings.peerDNS)
        return values
    }

    /// What everybody may see.
    var busProperties: PropertyValues {
        var values = PropertyValues()
        values[ProfileInterface.id] = id.text
        values[ProfileInterface.autoconnect] = autoconnect
        values[ProfileInterface.secrets] = [
            secrets.password.map { _ in ConnectSetting.password.rawValue },
            secrets.pin.map { _ in ConnectSetting.pin.rawValue },
        ].compactMap { $0 }
        return values
    }
}

extension ErrorName {
    package init(_ error: ProfileError) {
        switch error {
        case .unknown: self = .notFound
        case .exists, .archive(.exists): self = .alreadyExists
        case .tooMany: self = .limitsExceeded
        case .invalid: self = .invalidArguments
        case .archive(.noSpace), .archive(.readOnly), .archive(.notPermitted), .archive(.failed), .archive(.uncertain):
            self = .storageFailed
        }
    }
}

extension ProfileError {
    package var busError: BusError { ErrorName(self)(message) }

    @LoopActor static func mapped<Result>(
        _ body: @LoopActor () async throws(ProfileError) -> Result
    ) async throws(BusError) -> Result {
        do throws(ProfileError) {
            return try await body()
        } catch {
            throw error.busError
        }
    }
}

extension ProfileBook {
    /// What a Connect wants that may name a profile: what the caller says comes before what the profile says. One with a
    /// profile is kept up.
    package func connectionWish(
        bus settings: [String: Value], on occasion: Profile.Occasion
    ) throws(BusError) -> ConnectionWish {
        var settings = settings
        let key = ConnectSetting.profile
        guard let named = settings.removeValue(forKey: key.rawValue) else {
            return ConnectionWish(settings: try ConnectSettings(bus: settings), isKept: false)
        }
        guard case .string(let name) = named.unwrapped else {
            throw ModemError.invalidValue(InvalidValue(wrongTypeOf: key.rawValue, key.signature)).busError
        }
        let profile: Profile
        do throws(ProfileError) { profile = try self.profile(named: name) } catch { throw error.busError }
        // Its PIN would cost another SIM a try.
        if let mismatch = profile.mismatch(with: occasion) {
            throw ErrorName.invalidArguments("The profile '\(profile.id)' \(mismatch); use another, or none.")
        }
        let wanted = try ConnectSettings(bus: settings, over: profile.connectSettings)
        return ConnectionWish(profile: profile.id.text, settings: wanted, isKept: true)
    }
}
