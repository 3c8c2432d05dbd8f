package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Modem.Modem3gpp`: The stick in the network of a 3GPP operator.
package enum Modem3gppFace {
    package static let name = FacadeName.bus + ".Modem.Modem3gpp"

    package static let register = MethodDeclaration<String, Void>(
        name, "Register", "", ["operator_id"], requires: Action.network.rawValue)
    package static let scan = MethodDeclaration<[[String: Value]]>(
        name, "Scan", "", returns: "results", requires: Action.network.rawValue)
    package static let setEpsUeModeOperation = MethodDeclaration<UInt32, Void>(
        name, "SetEpsUeModeOperation", "", ["mode"], requires: Action.network.rawValue)
    package static let setInitialEpsBearerSettings = MethodDeclaration<[String: Value], Void>(
        name, "SetInitialEpsBearerSettings", "", ["settings"], requires: Action.network.rawValue)
    package static let setNr5gRegistrationSettings = MethodDeclaration<[String: Value], Void>(
        name, "SetNr5gRegistrationSettings", "", ["properties"], requires: Action.network.rawValue)
    package static let imei = PropertyDeclaration<String>(name, "Imei", "")
    package static let registrationState = PropertyDeclaration<UInt32>(name, "RegistrationState", "")
    package static let operatorCode = PropertyDeclaration<String>(name, "OperatorCode", "")
    package static let operatorName = PropertyDeclaration<String>(name, "OperatorName", "")
    package static let enabledFacilityLocks = PropertyDeclaration<UInt32>(name, "EnabledFacilityLocks", "")
    package static let disableFacilityLock = MethodDeclaration<Structure<UInt32, String>, Void>(
        name, "DisableFacilityLock", "", ["properties"], requires: Action.simManage.rawValue)
    package static let setPacketServiceState = MethodDeclaration<UInt32, Void>(
        name, "SetPacketServiceState", "", ["state"], requires: Action.network.rawValue)
    package static let subscriptionState = PropertyDeclaration<UInt32>(name, "SubscriptionState", "")
    package static let epsUeModeOperation = PropertyDeclaration<UInt32>(name, "EpsUeModeOperation", "")
    package static let pco = PropertyDeclaration<[Structure<UInt32, Bool, [UInt8]>]>(name, "Pco", "")
    package static let initialEpsBearer = PropertyDeclaration<ObjectPath>(name, "InitialEpsBearer", "")
    package static let initialEpsBearerSettings = PropertyDeclaration<[String: Value]>(
        name, "InitialEpsBearerSettings", "")
    package static let packetServiceState = PropertyDeclaration<UInt32>(name, "PacketServiceState", "")
    package static let nr5gRegistrationSettings = PropertyDeclaration<[String: Value]>(
        name, "Nr5gRegistrationSettings", "")

    package static let declaration = InterfaceDeclaration(
        name, "The stick in the network of a 3GPP operator.",
        methods: [
            register, scan, setEpsUeModeOperation, setInitialEpsBearerSettings, setNr5gRegistrationSettings,
            disableFacilityLock, setPacketServiceState,
        ],
        properties: [
            imei, registrationState, operatorCode, operatorName, enabledFacilityLocks, subscriptionState,
            epsUeModeOperation, pco, initialEpsBearer, initialEpsBearerSettings, packetServiceState,
            nr5gRegistrationSettings,
        ])
}
