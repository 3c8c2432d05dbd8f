package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Modem.Simple`: Connecting in one call; what NetworkManager uses.
package enum SimpleFace {
    package static let name = FacadeName.bus + ".Modem.Simple"

    package static let connect = MethodDeclaration<[String: Value], ObjectPath>(
        name, "Connect", "", ["properties"], returns: "bearer", requires: Action.connect.rawValue)
    package static let disconnect = MethodDeclaration<ObjectPath, Void>(
        name, "Disconnect", "", ["bearer"], requires: Action.connect.rawValue)
    package static let getStatus = MethodDeclaration<[String: Value]>(
        name, "GetStatus", "", returns: "properties")

    package static let declaration = InterfaceDeclaration(
        name, "Connecting in one call; what NetworkManager uses.",
        methods: [connect, disconnect, getStatus])
}
