package import DBus
internal import ModemAPI

/// A SIM that the service has seen, with what it used.
package struct RemoteSIM: Hashable, Sendable {
    package let path: ObjectPath
    package let today: [String: Value]
    package let month: [String: Value]
    /// Empty without a limit.
    package let limit: [String: Value]

    package init(path: ObjectPath, properties: PropertyValues) {
        self.path = path
        today = properties[UsageInterface.today] ?? [:]
        month = properties[UsageInterface.month] ?? [:]
        limit = properties[UsageInterface.limit] ?? [:]
    }

    /// The opaque name, as `SimId` of a stick has it.
    package var id: String { String(path.text.split(separator: "/").last ?? "") }
}
