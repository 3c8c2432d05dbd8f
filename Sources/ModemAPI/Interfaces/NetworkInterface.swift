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
        name, "SignalQuality", "Strength of reception, 0 to 100 %; absent while unknown.")
    package static let signalDbm = PropertyDeclaration<Double>(
        name, "SignalDbm", "Received power in dBm, such as -87; absent while unknown.")
    package static let lac = PropertyDeclaration<UInt32>(
        name, "Lac", "Location or tracking area code, 0 to 65535; absent while unknown.")
    package static let cellID = PropertyDeclaration<UInt32>(
        name, "CellId", "Number of the cell, 0 to 268435455; absent while unknown.")

    package static let declaration = InterfaceDeclaration(
        name, "The mobile network as the stick sees it.",
        properties: [
            registration, operatorCode, operatorName, accessTechnology, signalQuality, signalDbm, lac, cellID,
        ])
}
