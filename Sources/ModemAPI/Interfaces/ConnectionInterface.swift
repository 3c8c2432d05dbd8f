package import DBus

/// `org.ztemodem1.Connection`, on a stick that can dial.
package enum ConnectionInterface {
    package static let name = BusName.ztemodem + ".Connection"

    package static let interface = PropertyDeclaration<String>(
        name, "Interface", "Network interface of the connection, such as ppp0; empty without one.")
    package static let ip4 = PropertyDeclaration<[String: Value]>(
        name, "Ip4", "IPv4 of the connection: address s, peer s, dns as; empty without one.")
    package static let since = PropertyDeclaration<UInt64>(
        name, "Since", "When the connection came up, in seconds since 1970 UTC; absent without one.")
    package static let rxBytes = PropertyDeclaration<UInt64>(
        name, "RxBytes", "Bytes received over the connection; absent without one, and never announced.", change: .silent
    )
    package static let txBytes = PropertyDeclaration<UInt64>(
        name, "TxBytes", "Bytes sent over the connection; absent without one, and never announced.", change: .silent)
    package static let lastError = PropertyDeclaration<Structure<String, String>>(
        name, "LastError", "Name and message of what ended the last attempt or connection; both empty without one.")

    package static let declaration = InterfaceDeclaration(
        name, "The packet data connection of a stick.",
        properties: [interface, ip4, since, rxBytes, txBytes, lastError])
}
