package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Modem.Modem3gpp.Ussd`: Services of the network by codes.
package enum UssdFace {
    package static let name = FacadeName.bus + ".Modem.Modem3gpp.Ussd"

    package static let initiate = MethodDeclaration<String, String>(
        name, "Initiate", "", ["command"], returns: "reply", requires: Action.ussd.rawValue)
    package static let respond = MethodDeclaration<String, String>(
        name, "Respond", "", ["response"], returns: "reply", requires: Action.ussd.rawValue)
    package static let cancel = MethodDeclaration<Void>(
        name, "Cancel", "", requires: Action.ussd.rawValue)
    package static let state = PropertyDeclaration<UInt32>(name, "State", "")
    package static let networkNotification = PropertyDeclaration<String>(name, "NetworkNotification", "")
    package static let networkRequest = PropertyDeclaration<String>(name, "NetworkRequest", "")

    package static let declaration = InterfaceDeclaration(
        name, "Services of the network by codes.",
        methods: [initiate, respond, cancel],
        properties: [state, networkNotification, networkRequest])
}
