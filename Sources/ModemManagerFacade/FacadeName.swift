package import DBus

/// Names and paths of ModemManager's API.
package enum FacadeName {
    package static let bus = "org.freedesktop.ModemManager1"
    package static let root = path("")
    /// What the ObjectManager tells of: SIMs, bearers and messages are found by properties of their modem.
    package static let modems = path("/Modem")
    /// Stands for no object.
    package static let none = ObjectPath.root

    /// The kinds of objects that have numbers.
    package enum Kind: String, Sendable {
        case modem = "Modem"
        case sim = "SIM"
        case bearer = "Bearer"
        case message = "SMS"
    }

    package static func path(_ kind: Kind, _ number: UInt32) -> ObjectPath { path("/\(kind.rawValue)/\(number)") }

    private static func path(_ rest: String) -> ObjectPath {
        guard let path = ObjectPath("/org/freedesktop/ModemManager1" + rest) else {
            preconditionFailure("letters, digits and slashes are a path")
        }
        return path
    }
}

/// Gives out numbers for paths, each once.
struct PathNumbers {
    private var next: [FacadeName.Kind: UInt32] = [:]

    mutating func path(_ kind: FacadeName.Kind) -> ObjectPath {
        let number = next[kind, default: 0]
        next[kind] = number + 1
        return FacadeName.path(kind, number)
    }
}
