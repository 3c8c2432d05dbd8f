package import DBus

/// The keys a profile has beside those of ``ConnectSetting``. The raw value is the key.
package enum ProfileSetting: String, CaseIterable, Sendable {
    case id
    case autoconnect
    case sim
    case modem

    /// Type of the value inside its variant.
    package var signature: Signature {
        switch self {
        case .id, .sim, .modem: String.signature
        case .autoconnect: Bool.signature
        }
    }

    /// What it is, its range, what holds without it.
    package var doc: String {
        switch self {
        case .id:
            "Name of the profile, 1 to 64 letters, digits and underscores; without it the lowest number that is free. It "
                + "never changes."
        case .autoconnect: "Whether a stick that fits is connected by itself; without it false."
        case .sim:
            "The SIM it is for: an ICCID, or country and network code of its operator (26201 or 262-01); without it any."
        case .modem: "The stick it is for: an IMEI, or a physical port such as 1-1.2; without it any."
        }
    }
}
