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

    static func shortName(of interface: String) -> String {
        let prefix = BusName.ztemodem + "."
        return interface.hasPrefix(prefix) ? String(interface.dropFirst(prefix.count)) : interface
    }
}
