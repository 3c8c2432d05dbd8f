internal import CPosix
internal import DBus
internal import Glibc

/// Members of this group may use the service where there is no polkit to ask.
package enum FallbackGroup: Equatable, Sendable, CustomStringConvertible {
    case none
    case named(String, id: UInt32)

    /// Nil for a name that this system does not know.
    package init?(named name: String) {
        guard let id = Self.identifier(of: name) else { return nil }
        self = .named(name, id: id)
    }

    func contains(_ caller: Caller) -> Bool {
        switch self {
        case .none: false
        case .named(_, let id): caller.groupIDs.contains(id)
        }
    }

    package var description: String {
        switch self {
        case .none: "no group"
        case .named(let name, _): "the group \(name)"
        }
    }

    private static func identifier(of name: String) -> UInt32? {
        var entry = group()
        var found: UnsafeMutablePointer<group>?
        // A group with thousands of members has a long line.
        var buffer = [CChar](repeating: 0, count: 1 << 18)
        guard getgrnam_r(name, &entry, &buffer, buffer.count, &found) == 0, found != nil else { return nil }
        return entry.gr_gid
    }
}
