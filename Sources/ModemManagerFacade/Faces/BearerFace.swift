package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Bearer`: One set of settings, and the call that was made with them.
package enum BearerFace {
    package static let name = FacadeName.bus + ".Bearer"

    package static let connect = MethodDeclaration<Void>(
        name, "Connect", "", requires: Action.connect.rawValue)
    package static let disconnect = MethodDeclaration<Void>(
        name, "Disconnect", "", requires: Action.connect.rawValue)
    package static let interface = PropertyDeclaration<String>(name, "Interface", "")
    package static let connected = PropertyDeclaration<Bool>(name, "Connected", "")
    package static let connectionError = PropertyDeclaration<Structure<String, String>>(name, "ConnectionError", "")
    package static let suspended = PropertyDeclaration<Bool>(name, "Suspended", "")
    package static let multiplexed = PropertyDeclaration<Bool>(name, "Multiplexed", "")
    package static let ip4Config = PropertyDeclaration<[String: Value]>(name, "Ip4Config", "")
    package static let ip6Config = PropertyDeclaration<[String: Value]>(name, "Ip6Config", "")
    package static let stats = PropertyDeclaration<[String: Value]>(name, "Stats", "", change: .coalesced)
    package static let reloadStatsSupported = PropertyDeclaration<Bool>(name, "ReloadStatsSupported", "")
    package static let ipTimeout = PropertyDeclaration<UInt32>(name, "IpTimeout", "")
    package static let bearerType = PropertyDeclaration<UInt32>(name, "BearerType", "")
    package static let profileId = PropertyDeclaration<Int32>(name, "ProfileId", "")
    package static let properties = PropertyDeclaration<[String: Value]>(name, "Properties", "")

    package static let declaration = InterfaceDeclaration(
        name, "One set of settings, and the call that was made with them.",
        methods: [connect, disconnect],
        properties: [
            interface, connected, connectionError, suspended, multiplexed, ip4Config, ip6Config, stats,
            reloadStatsSupported, ipTimeout, bearerType, profileId, properties,
        ])
}
