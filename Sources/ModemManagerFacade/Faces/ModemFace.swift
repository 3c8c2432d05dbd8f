package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Modem`: A stick.
package enum ModemFace {
    package static let name = FacadeName.bus + ".Modem"

    package static let enable = MethodDeclaration<Bool, Void>(
        name, "Enable", "", ["enable"], requires: Action.deviceControl.rawValue)
    package static let listBearers = MethodDeclaration<[ObjectPath]>(
        name, "ListBearers", "", returns: "bearers")
    package static let createBearer = MethodDeclaration<[String: Value], ObjectPath>(
        name, "CreateBearer", "", ["properties"], returns: "path", requires: Action.connect.rawValue)
    package static let deleteBearer = MethodDeclaration<ObjectPath, Void>(
        name, "DeleteBearer", "", ["bearer"], requires: Action.connect.rawValue)
    package static let reset = MethodDeclaration<Void>(
        name, "Reset", "", requires: Action.deviceControl.rawValue)
    package static let factoryReset = MethodDeclaration<String, Void>(
        name, "FactoryReset", "", ["code"], requires: Action.deviceControl.rawValue)
    package static let setPowerState = MethodDeclaration<UInt32, Void>(
        name, "SetPowerState", "", ["state"], requires: Action.deviceControl.rawValue)
    package static let setCurrentCapabilities = MethodDeclaration<UInt32, Void>(
        name, "SetCurrentCapabilities", "", ["capabilities"], requires: Action.deviceControl.rawValue)
    package static let setCurrentModes = MethodDeclaration<Structure<UInt32, UInt32>, Void>(
        name, "SetCurrentModes", "", ["modes"], requires: Action.network.rawValue)
    package static let setCurrentBands = MethodDeclaration<[UInt32], Void>(
        name, "SetCurrentBands", "", ["bands"], requires: Action.network.rawValue)
    package static let setPrimarySimSlot = MethodDeclaration<UInt32, Void>(
        name, "SetPrimarySimSlot", "", ["sim_slot"], requires: Action.deviceControl.rawValue)
    package static let getCellInfo = MethodDeclaration<[[String: Value]]>(
        name, "GetCellInfo", "", returns: "cell_info", requires: Action.network.rawValue)
    package static let command = MethodDeclaration<String, UInt32, String>(
        name, "Command", "", ["cmd", "timeout"], returns: "response", requires: Action.atCommand.rawValue)
    package static let stateChanged = SignalDeclaration<Int32, Int32, UInt32>(
        name, "StateChanged", "", ["old", "new", "reason"])
    package static let sim = PropertyDeclaration<ObjectPath>(name, "Sim", "")
    package static let simSlots = PropertyDeclaration<[ObjectPath]>(name, "SimSlots", "")
    package static let primarySimSlot = PropertyDeclaration<UInt32>(name, "PrimarySimSlot", "")
    package static let bearers = PropertyDeclaration<[ObjectPath]>(name, "Bearers", "")
    package static let supportedCapabilities = PropertyDeclaration<[UInt32]>(name, "SupportedCapabilities", "")
    package static let currentCapabilities = PropertyDeclaration<UInt32>(name, "CurrentCapabilities", "")
    package static let maxBearers = PropertyDeclaration<UInt32>(name, "MaxBearers", "")
    package static let maxActiveBearers = PropertyDeclaration<UInt32>(name, "MaxActiveBearers", "")
    package static let maxActiveMultiplexedBearers = PropertyDeclaration<UInt32>(
        name, "MaxActiveMultiplexedBearers", "")
    package static let manufacturer = PropertyDeclaration<String>(name, "Manufacturer", "")
    package static let model = PropertyDeclaration<String>(name, "Model", "")
    package static let revision = PropertyDeclaration<String>(name, "Revision", "")
    package static let carrierConfiguration = PropertyDeclaration<String>(name, "CarrierConfiguration", "")
    package static let carrierConfigurationRevision = PropertyDeclaration<String>(
        name, "CarrierConfigurationRevision", "")
    package static let hardwareRevision = PropertyDeclaration<String>(name, "HardwareRevision", "")
    package static let deviceIdentifier = PropertyDeclaration<String>(name, "DeviceIdentifier", "")
    package static let device = PropertyDeclaration<String>(name, "Device", "")
    package static let drivers = PropertyDeclaration<[String]>(name, "Drivers", "")
    package static let plugin = PropertyDeclaration<String>(name, "Plugin", "")
    package static let primaryPort = PropertyDeclaration<String>(name, "PrimaryPort", "")
    package static let ports = PropertyDeclaration<[Structure<String, UInt32>]>(name, "Ports", "")
    package static let equipmentIdentifier = PropertyDeclaration<String>(name, "EquipmentIdentifier", "")
    package static let unlockRequired = PropertyDeclaration<UInt32>(name, "UnlockRequired", "")
    package static let unlockRetries = PropertyDeclaration<[UInt32: UInt32]>(name, "UnlockRetries", "")
    package static let state = PropertyDeclaration<Int32>(name, "State", "")
    package static let stateFailedReason = PropertyDeclaration<UInt32>(name, "StateFailedReason", "")
    package static let accessTechnologies = PropertyDeclaration<UInt32>(name, "AccessTechnologies", "")
    package static let signalQuality = PropertyDeclaration<Structure<UInt32, Bool>>(
        name, "SignalQuality", "", change: .coalesced)
    package static let ownNumbers = PropertyDeclaration<[String]>(name, "OwnNumbers", "")
    package static let powerState = PropertyDeclaration<UInt32>(name, "PowerState", "")
    package static let supportedModes = PropertyDeclaration<[Structure<UInt32, UInt32>]>(name, "SupportedModes", "")
    package static let currentModes = PropertyDeclaration<Structure<UInt32, UInt32>>(name, "CurrentModes", "")
    package static let supportedBands = PropertyDeclaration<[UInt32]>(name, "SupportedBands", "")
    package static let currentBands = PropertyDeclaration<[UInt32]>(name, "CurrentBands", "")
    package static let supportedIpFamilies = PropertyDeclaration<UInt32>(name, "SupportedIpFamilies", "")

    package static let declaration = InterfaceDeclaration(
        name, "A stick.",
        methods: [
            enable, listBearers, createBearer, deleteBearer, reset, factoryReset, setPowerState, setCurrentCapabilities,
            setCurrentModes, setCurrentBands, setPrimarySimSlot, getCellInfo, command,
        ],
        properties: [
            sim, simSlots, primarySimSlot, bearers, supportedCapabilities, currentCapabilities, maxBearers,
            maxActiveBearers, maxActiveMultiplexedBearers, manufacturer, model, revision, carrierConfiguration,
            carrierConfigurationRevision, hardwareRevision, deviceIdentifier, device, drivers, plugin, primaryPort,
            ports, equipmentIdentifier, unlockRequired, unlockRetries, state, stateFailedReason, accessTechnologies,
            signalQuality, ownNumbers, powerState, supportedModes, currentModes, supportedBands, currentBands,
            supportedIpFamilies,
        ],
        signals: [stateChanged])
}
