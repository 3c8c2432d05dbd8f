package import DBus
internal import ModemAPI

/// A stick as the service showed it at one moment.
package struct RemoteModem: Hashable, Sendable, Identifiable {
    package let path: ObjectPath
    /// The properties of each interface the stick has at present.
    package internal(set) var interfaces: [String: PropertyValues]

    package init(path: ObjectPath, interfaces: [String: PropertyValues]) {
        self.path = path
        self.interfaces = interfaces
    }

    package var id: ObjectPath { path }

    /// Nil for what is not known, and for all of an interface that is not there.
    package subscript<Content>(_ property: PropertyDeclaration<Content>) -> Content? {
        interfaces[property.description.interface]?[property]
    }

    /// The same for text, where the service means "unknown" by an empty one.
    package subscript(known property: PropertyDeclaration<String>) -> String? {
        self[property].flatMap { $0.isEmpty ? nil : $0 }
    }

    package var state: String { self[ModemInterface.state] ?? "" }
    package var stateReason: String { self[ModemInterface.stateReason] ?? "" }
    package var stateMessage: String { self[ModemInterface.stateMessage] ?? "" }

    /// Where it is plugged in, such as `1-1.2`; the end of the path from a service that does not say.
    package var physicalPort: String {
        self[known: ModemInterface.physicalPort] ?? String(path.text.split(separator: "/").last ?? "")
    }

    var isModem: Bool { interfaces[ModemInterface.name] != nil }
}

extension Sequence<RemoteModem> {
    /// In the order of their physical ports, read as numbers: `1-2` before `1-10`.
    package func sortedByPort() -> [RemoteModem] {
        map { (key: Self.numbers(in: $0.physicalPort), modem: $0) }
            .sorted { left, right in
                left.key == right.key
                    ? left.modem.path.text < right.modem.path.text : left.key.lexicographicallyPrecedes(right.key)
            }
            .map(\.modem)
    }

    private static func numbers(in port: String) -> [UInt64] {
        port.split { !$0.isASCII || !$0.isNumber }.map { UInt64($0) ?? .max }
    }
}
