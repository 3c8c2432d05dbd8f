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

    /// The interface Sim alone; an empty object while the SIM has not been read.
    init(simOf modem: RemoteModem) { self.init(modem, only: SimInterface.name) }

    /// The interface Network alone; an empty object without one.
    init(networkOf modem: RemoteModem) { self.init(modem, only: NetworkInterface.name) }

    private init(_ modem: RemoteModem, only interface: String) {
        self = .object([
            ("path", .string(modem.path.text)), ("State", .string(modem.state)),
            ("StateReason", .string(modem.stateReason)), ("StateMessage", .string(modem.stateMessage)),
            (Self.shortName(of: interface), JSON(modem.interfaces[interface]?.values ?? [:])),
        ])
    }

    static func shortName(of interface: String) -> String {
        let prefix = BusName.ztemodem + "."
        return interface.hasPrefix(prefix) ? String(interface.dropFirst(prefix.count)) : interface
    }
}
