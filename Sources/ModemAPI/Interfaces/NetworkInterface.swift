package import DBus

/// `org.ztemodem1.Network`, on a stick whose radio is on.
package enum NetworkInterface {
    package static let name = BusName.ztemodem + ".Network"

    package static let registration = PropertyDeclaration<String>(
        name, "Registration", "idle, home, roaming, searching, denied or unknown.")
    package static let operatorCode = PropertyDeclaration<String>(
        name, "OperatorCode", "Country and network code of the network in use, 5 or 6 digits; empty while unknown.")
    package static let operatorName = PropertyDeclaration<String>(
        name, "OperatorName", "Name of the network in use; empty while unknown.")
    package static let accessTechnology = PropertyDeclaration<String>(
        name, "AccessTechnology", "Radio in use, such as gsm, edge, umts, hspa or lte; empty while unknown.")
    package static let signalQuality = PropertyDeclaration<UInt32>(
        name, "SignalQuality", "Strength of reception, 0 to 100 %; absent while unknown.", change: .coalesced)
    package static let signalDbm = PropertyDeclaration<Double>(
        name, "SignalDbm", "Received power in dBm, such as -87; absent while unknown.", change: .coalesced)
    package static let signalDetail = PropertyDeclaration<[String: Value]>(
        name, "SignalDetail",
        "What the stick tells besides: rssi d in dBm, rscp d in dBm, ecio d in dB; a key that is not known is absent.",
        change: .coalesced)
    package static let lac = PropertyDeclaration<UInt32>(
        name, "Lac", "Location or tracking area code, 0 to 65535; absent while unknown.")
    package static let cellID = PropertyDeclaration<UInt32>(
        name, "CellId", "Number of the cell, 0 to 268435455; absent while unknown.")
    package static let mode = PropertyDeclaration<String>(
        name, "Mode",
        "Which radio may be used: auto, 2g, 3g, 4g alone, or prefer-2g, prefer-3g, prefer-4g; empty while unknown. One the "
            + "stick does not have is refused with NotSupported.",
        access: .readWrite(requires: Action.network.rawValue))
    package static let time = PropertyDeclaration<String>(
        name, "Time",
        "Time of day the network told last, in ISO 8601 with its zone, such as 2026-11-25T07:30:00+01:00; it does not run on. "
            + "Empty while unknown.")

    package static let scan = MethodDeclaration<[[String: Value]]>(
        name, "Scan",
        "Looks for networks, which takes up to three minutes. Each has status s (available, current, forbidden or unknown), "
            + "code s, name s, short-name s and technology s; a key that is not known is absent.",
        returns: "networks", requires: .network,
        fails: [.wrongState, .inProgress, .simLocked, .simMissing, .timeout, .failed],
        isBoundToCaller: true)
    package static let register = MethodDeclaration<String, Void>(
        name, "Register",
        "Registers with the network of this code, 5 or 6 digits, and no other; empty leaves the choice to the stick again.",
        ["operator_code"], requires: .network,
        fails: [.notRegistered, .wrongState, .inProgress, .simLocked, .simMissing, .timeout, .failed])
    package static let setSignalInterval = MethodDeclaration<UInt32, Void>(
        name, "SetSignalInterval",
        "Has the signal read every so many seconds, 1 to 3600, as long as the caller is there; 0 ends it. The shortest wish of "
            + "all callers counts; without any it is read every 30 s.",
        ["seconds"], requires: .network, isBoundToCaller: true)

    package static let declaration = InterfaceDeclaration(
        name, "The mobile network as the stick sees it.", methods: [scan, register, setSignalInterval],
        properties: [
            registration, operatorCode, operatorName, accessTechnology, signalQuality, signalDbm, signalDetail, lac,
            cellID, mode, time,
        ])
}
