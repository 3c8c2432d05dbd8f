package import DBus

/// `org.freedesktop.ModemManager1.Modem.Time`: The time that the network tells.
package enum TimeFace {
    package static let name = FacadeName.bus + ".Modem.Time"

    package static let getNetworkTime = MethodDeclaration<String>(
        name, "GetNetworkTime", "", returns: "time")
    package static let networkTimezone = PropertyDeclaration<[String: Value]>(name, "NetworkTimezone", "")
    package static let networkTimeChanged = SignalDeclaration<String>(
        name, "NetworkTimeChanged", "", ["time"])

    package static let declaration = InterfaceDeclaration(
        name, "The time that the network tells.",
        methods: [getNetworkTime],
        properties: [networkTimezone],
        signals: [networkTimeChanged])
}
