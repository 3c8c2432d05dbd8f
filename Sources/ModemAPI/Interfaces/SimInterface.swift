package import DBus

/// `org.ztemodem1.Sim`, on a stick whose SIM answers.
package enum SimInterface {
    package static let name = BusName.ztemodem + ".Sim"

    package static let simID = PropertyDeclaration<String>(
        name, "SimId", "Opaque name of the SIM, the same in every stick; empty while unknown.")
    package static let operatorCode = PropertyDeclaration<String>(
        name, "OperatorCode", "Country and network code of who issued the SIM, 5 or 6 digits; empty while unknown.")
    package static let operatorName = PropertyDeclaration<String>(
        name, "OperatorName", "Name of who issued the SIM, as stored in it; empty while unknown.")
    package static let lock = PropertyDeclaration<String>(
        name, "Lock", "What the SIM waits for: none, or a code such as pin, puk, pin2; empty while unknown.")
    package static let pinRetries = PropertyDeclaration<Int32>(
        name, "PinRetries", "Wrong PINs left before the SIM wants its PUK, 0 to 3; absent while unknown.")
    package static let pukRetries = PropertyDeclaration<Int32>(
        name, "PukRetries", "Wrong PUKs left before the SIM is lost, 0 to 10; absent while unknown.")

    package static let sendPin = MethodDeclaration<String, Void>(
        name, "SendPin", "Unlocks the SIM; a wrong PIN uses up a retry, and none is tried twice.", ["pin"],
        requires: Action.simUnlock.rawValue)

    package static let declaration = InterfaceDeclaration(
        name, "The SIM in a stick.", methods: [sendPin],
        properties: [simID, operatorCode, operatorName, lock, pinRetries, pukRetries])
}
