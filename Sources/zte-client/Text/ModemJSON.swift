import DBus
import ModemAPI
import ModemClient

// The names in JSON are those of D-Bus, without the common prefix of the interfaces: whoever knows one knows the other.
extension JSON {
    init(_ modem: RemoteModem) {
        let interfaces = modem.interfaces.sorted { $0.key < $1.key }
        self = .object(
            [("path", .string(modem.path.text))]
                + interfaces.map { (Self.shortName(of: $0.key), JSON($0.value.values)) })
    }

    /// The interface Connection alone; an empty object for a stick that cannot dial now.
    init(connectionOf modem: RemoteModem) {
        self = .object([
            ("path", .string(modem.path.text)), ("State", .string(modem.state)),
            ("Connection", JSON(modem.interfaces[ConnectionInterface.name]?.values ?? [:])),
        ])
    }

    static func shortName(of interface: String) -> String {
        let prefix = BusName.ztemodem + "."
        return interface.hasPrefix(prefix) ? String(interface.dropFirst(prefix.count)) : interface
    }
}
