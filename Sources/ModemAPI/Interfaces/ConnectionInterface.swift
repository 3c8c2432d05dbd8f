package import DBus

/// `org.ztemodem1.Connection`, on a stick that can dial.
package enum ConnectionInterface {
    package static let name = BusName.ztemodem + ".Connection"

    package static let interface = PropertyDeclaration<String>(
        name, "Interface", "Network interface of the connection, such as ppp0; empty without one.")
    package static let ip4 = PropertyDeclaration<[String: Value]>(
        name, "Ip4",
        "IPv4 of the connection: address s, peer s, dns as, and where there are servers dns-by s, who was told of them: resolved, "
            + "resolvconf, file (resolv.conf in /run/zte-pppd) or none; empty without one.")
    package static let ip6 = PropertyDeclaration<[String: Value]>(
        name, "Ip6",
        "IPv6 of the connection, where ip-type asked for it: link-local s, and address s once the network has announced a prefix; "
            + "empty without one.")
    package static let since = PropertyDeclaration<UInt64>(
        name, "Since", "When the connection came up, in seconds since 1970 UTC; absent without one.")
    package static let rxBytes = PropertyDeclaration<UInt64>(
        name, "RxBytes", "Bytes received over the connection, read every 15 s; absent without one.", change: .coalesced)
    package static let txBytes = PropertyDeclaration<UInt64>(
        name, "TxBytes", "Bytes sent over the connection, read every 15 s; absent without one.", change: .coalesced)
    package static let attempt = PropertyDeclaration<UInt32>(
        name, "Attempt", "Which try to connect in a row this is, from 1; absent while none is under way.")
    package static let nextAttempt = PropertyDeclaration<UInt64>(
        name, "NextAttempt", "When the next try begins, in seconds since 1970 UTC; absent while none is planned.")
    package static let lastError = PropertyDeclaration<Structure<String, String>>(
        name, "LastError", "Name and message of what ended the last attempt or connection; both empty without one.")
    package static let history = PropertyDeclaration<[[String: Value]]>(
        name, "History",
        "What happened to the connection, oldest first: time t in seconds since 1970 UTC, event s, message s; the last 20."
    )

    package static let declaration = InterfaceDeclaration(
        name, "The packet data connection of a stick.",
        properties: [interface, ip4, ip6, since, rxBytes, txBytes, attempt, nextAttempt, lastError, history])
}
