package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Modem.Location`: Where the stick is, as far as its cell tells.
package enum LocationFace {
    package static let name = FacadeName.bus + ".Modem.Location"

    package static let setup = MethodDeclaration<UInt32, Bool, Void>(
        name, "Setup", "", ["sources", "signal_location"], requires: Action.network.rawValue)
    // No more than Lac and CellId of org.ztemodem1.Network tell everybody: nobody is asked.
    package static let getLocation = MethodDeclaration<[UInt32: Value]>(
        name, "GetLocation", "", returns: "Location")
    package static let setSuplServer = MethodDeclaration<String, Void>(
        name, "SetSuplServer", "", ["supl"], requires: Action.network.rawValue)
    package static let injectAssistanceData = MethodDeclaration<[UInt8], Void>(
        name, "InjectAssistanceData", "", ["data"], requires: Action.network.rawValue)
    package static let setGpsRefreshRate = MethodDeclaration<UInt32, Void>(
        name, "SetGpsRefreshRate", "", ["rate"], requires: Action.network.rawValue)
    package static let capabilities = PropertyDeclaration<UInt32>(name, "Capabilities", "")
    package static let supportedAssistanceData = PropertyDeclaration<UInt32>(name, "SupportedAssistanceData", "")
    package static let enabled = PropertyDeclaration<UInt32>(name, "Enabled", "")
    package static let signalsLocation = PropertyDeclaration<Bool>(name, "SignalsLocation", "")
    package static let location = PropertyDeclaration<[UInt32: Value]>(name, "Location", "")
    package static let suplServer = PropertyDeclaration<String>(name, "SuplServer", "")
    package static let assistanceDataServers = PropertyDeclaration<[String]>(name, "AssistanceDataServers", "")
    package static let gpsRefreshRate = PropertyDeclaration<UInt32>(name, "GpsRefreshRate", "")

    package static let declaration = InterfaceDeclaration(
        name, "Where the stick is, as far as its cell tells.",
        methods: [setup, getLocation, setSuplServer, injectAssistanceData, setGpsRefreshRate],
        properties: [
            capabilities, supportedAssistanceData, enabled, signalsLocation, location, suplServer,
            assistanceDataServers, gpsRefreshRate,
        ])
}
