package import DBus
internal import ModemAPI

/// A stored profile, as everybody may see it.
package struct RemoteProfile: Hashable, Sendable {
    package let id: String
    package let path: ObjectPath
    package let isAutoconnected: Bool
    /// Which secrets it has, such as `password`.
    package let secrets: [String]

    init?(path: ObjectPath, properties: PropertyValues) {
        guard let id = properties[ProfileInterface.id] else { return nil }
        self.id = id
        self.path = path
        isAutoconnected = properties[ProfileInterface.autoconnect] ?? false
        secrets = properties[ProfileInterface.secrets] ?? []
    }
}
