package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Sim`: The SIM in the stick.
package enum SimFace {
    package static let name = FacadeName.bus + ".Sim"

    package static let sendPin = MethodDeclaration<String, Void>(
        name, "SendPin", "", ["pin"], requires: Action.simUnlock.rawValue)
    package static let sendPuk = MethodDeclaration<String, String, Void>(
        name, "SendPuk", "", ["puk", "pin"], requires: Action.simUnlock.rawValue)
    package static let enablePin = MethodDeclaration<String, Bool, Void>(
        name, "EnablePin", "", ["pin", "enabled"], requires: Action.simManage.rawValue)
    package static let changePin = MethodDeclaration<String, String, Void>(
        name, "ChangePin", "", ["old_pin", "new_pin"], requires: Action.simManage.rawValue)
    package static let setPreferredNetworks = MethodDeclaration<[Structure<String, UInt32>], Void>(
        name, "SetPreferredNetworks", "", ["preferred_networks"], requires: Action.simManage.rawValue)
    package static let active = PropertyDeclaration<Bool>(name, "Active", "")
    package static let simIdentifier = PropertyDeclaration<String>(name, "SimIdentifier", "")
    package static let imsi = PropertyDeclaration<String>(name, "Imsi", "")
    package static let eid = PropertyDeclaration<String>(name, "Eid", "")
    package static let operatorIdentifier = PropertyDeclaration<String>(name, "OperatorIdentifier", "")
    package static let operatorName = PropertyDeclaration<String>(name, "OperatorName", "")
    package static let emergencyNumbers = PropertyDeclaration<[String]>(name, "EmergencyNumbers", "")
    package static let preferredNetworks = PropertyDeclaration<[Structure<String, UInt32>]>(
        name, "PreferredNetworks", "")
    package static let gid1 = PropertyDeclaration<[UInt8]>(name, "Gid1", "")
    package static let gid2 = PropertyDeclaration<[UInt8]>(name, "Gid2", "")
    package static let simType = PropertyDeclaration<UInt32>(name, "SimType", "")
    package static let esimStatus = PropertyDeclaration<UInt32>(name, "EsimStatus", "")
    package static let removability = PropertyDeclaration<UInt32>(name, "Removability", "")

    package static let declaration = InterfaceDeclaration(
        name, "The SIM in the stick.",
        methods: [sendPin, sendPuk, enablePin, changePin, setPreferredNetworks],
        properties: [
            active, simIdentifier, imsi, eid, operatorIdentifier, operatorName, emergencyNumbers, preferredNetworks,
            gid1, gid2, simType, esimStatus, removability,
        ])
}
