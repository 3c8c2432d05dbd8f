internal import DBus
internal import ModemAPI

// The PIN that the service sends by itself.
extension RemoteService {
    /// Who the SIM in a stick is, its ICCID; nil where it does not say so.
    package func card(in modem: RemoteModem) async throws(ServiceError) -> String? {
        guard case .string(let iccid)? = try await identity(of: modem)["iccid"], !iccid.isEmpty else { return nil }
        return iccid
    }

    /// Stores a PIN for a SIM: in the profile that names it, or in a new one that does nothing else.
    /// - Returns: the profile's id.
    package func storePIN(_ pin: String, forCard iccid: String) async throws(ServiceError) -> String {
        for profile in try await profiles() {
            let settings = try await profileSettings(profile.id)
            guard settings[ProfileSetting.sim.rawValue] == .string(iccid) else { continue }
            try await updateProfile(profile.id, settings.merging([ConnectSetting.pin.rawValue: .string(pin)]) { $1 })
            return profile.id
        }
        return try await addProfile([
            ProfileSetting.sim.rawValue: .string(iccid), ConnectSetting.pin.rawValue: .string(pin),
        ])
    }
}
