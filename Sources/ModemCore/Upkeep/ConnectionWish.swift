/// A connection that somebody wants.
package struct ConnectionWish: Equatable, Sendable {
    /// The id of the profile it comes from; empty where a caller has given the settings.
    package let profile: String
    package var settings: ConnectSettings
    /// Whether it lasts until somebody says otherwise; if not, it ends with the first failure or with the call.
    package let isKept: Bool

    package init(profile: String = "", settings: ConnectSettings, isKept: Bool) {
        self.profile = profile
        self.isKept = isKept
        self.settings = settings
    }
}

/// What is shown of it beside the call itself.
package struct UpkeepStatus: Equatable, Sendable {
    /// Which try in a row is under way or was last, from 1.
    package var attempt: UInt32?
    /// When the next one begins, in seconds since 1970.
    package var nextAttempt: UInt64?
    package var history = ConnectionHistory()

    package init() {}
}
