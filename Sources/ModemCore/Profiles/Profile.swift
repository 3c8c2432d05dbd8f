/// Stored settings of a connection, and for which SIM and stick they are.
package struct Profile: Equatable, Sendable {
    /// What nobody gets to see who is not the one it proves something to.
    package struct Secrets: Equatable, Sendable {
        package var password: Credential?
        package var pin: PIN?

        package init(password: Credential? = nil, pin: PIN? = nil) {
            self.password = password
            self.pin = pin
        }
    }

    package let id: ProfileID
    /// Without secrets: its password and its PIN are nil.
    package private(set) var settings: ConnectSettings
    package var secrets: Secrets
    /// Whether a stick that fits is connected without being asked for.
    package var autoconnect: Bool
    /// Nil: any SIM.
    package var sim: SIMMatch?
    /// Nil: any stick.
    package var stick: StickMatch?

    /// - Parameter settings: with the secrets, which are put apart here.
    package init(
        id: ProfileID, settings: ConnectSettings = ConnectSettings(), autoconnect: Bool = false,
        sim: SIMMatch? = nil, stick: StickMatch? = nil
    ) {
        self.id = id
        self.autoconnect = autoconnect
        self.sim = sim
        self.stick = stick
        secrets = Secrets(password: settings.password, pin: settings.pin)
        self.settings = settings
        self.settings.password = nil
        self.settings.pin = nil
    }

    /// What a call with this profile needs to know, secrets and all.
    package var connectSettings: ConnectSettings {
        var settings = settings
        settings.password = secrets.password
        settings.storedPIN = secrets.pin
        return settings
    }
}
