package import DBus

/// `org.ztemodem1.Sim`, on a stick whose SIM answers.
package enum SimInterface {
    package static let name = BusName.ztemodem + ".Sim"

    package static let simID = PropertyDeclaration<String>(
        name, "SimId",
        "Opaque name of the SIM, the same in every stick and after a restart; what it used is on /org/ztemodem1/sim/<name>. Empty "
            + "while unknown.")
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
        name, "SendPin",
        "Unlocks a SIM that asks for its PIN, 4 to 8 digits; a wrong one uses up a retry, and none is tried twice. The last "
            + "retry is not spent: see SendLastPin.",
        ["pin"], requires: .simUnlock, fails: [.wrongPin, .lastTry, .wrongState, .inProgress, .timeout])
    package static let sendLastPin = MethodDeclaration<String, Void>(
        name, "SendLastPin",
        "The same as SendPin, also if one retry is left: a wrong PIN blocks the SIM then, and it wants its PUK.",
        ["pin"], requires: .simUnlock, fails: [.wrongPin, .wrongState, .inProgress, .timeout])
    package static let sendPuk = MethodDeclaration<String, String, Void>(
        name, "SendPuk",
        "Unblocks a SIM that asks for its PUK, 8 digits, and gives it a new PIN; a wrong one uses up a retry of "
            + "PukRetries.",
        ["puk", "new_pin"], requires: .simUnlock, fails: [.wrongPin, .wrongState, .inProgress, .timeout])
    package static let enablePin = MethodDeclaration<String, Bool, Void>(
        name, "EnablePin",
        "Sets whether the SIM asks for its PIN when it is turned on; it wants the PIN for that. One that does so already is "
            + "not asked. The last retry is never spent; on a stick that does not count them, one wrong PIN per plug is.",
        ["pin", "on"], requires: .simManage,
        fails: [.wrongPin, .lastTry, .simLocked, .simMissing, .wrongState, .inProgress, .timeout])
    package static let changePin = MethodDeclaration<String, String, Void>(
        name, "ChangePin",
        "Gives the SIM another PIN, 4 to 8 digits; it has to ask for its PIN, see EnablePin. The last retry is never spent, "
            + "as there.",
        ["old_pin", "new_pin"], requires: .simManage,
        fails: [.wrongPin, .lastTry, .simLocked, .simMissing, .wrongState, .inProgress, .timeout])
    package static let getIdentity = MethodDeclaration<[String: Value]>(
        name, "GetIdentity",
        "What identifies the subscriber: iccid s, imsi s, numbers as; a key that is not known is absent.",
        returns: "identity", requires: .identity, fails: [.wrongState, .timeout])

    package static let declaration = InterfaceDeclaration(
        name, "The SIM in a stick.", methods: [getIdentity, sendPin, sendLastPin, sendPuk, enablePin, changePin],
        properties: [simID, operatorCode, operatorName, lock, pinRetries, pukRetries])
}
