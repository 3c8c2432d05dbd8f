package import DBus

/// `org.ztemodem1.MessageStore`, on every SIM that was ever seen, also while it is in no stick.
package enum MessageStoreInterface {
    package static let name = BusName.ztemodem + ".MessageStore"

    package static let storageFull = PropertyDeclaration<Bool>(
        name, "StorageFull", "Messages stay on the SIM because there is no room to store them here.")

    package static let list = MethodDeclaration<[String: Value], [[String: Value]]>(
        name, "List",
        "The messages, newest first, without their text: id u, direction s (received or sent), number s, time s (ISO 8601), "
            + "state s, parts u. Options: direction s, state s, limit u (1 to 1000).",
        ["options"], returns: "messages", requires: .smsRead, fails: [.storageFailed])
    package static let read = MethodDeclaration<UInt32, [String: Value]>(
        name, "Read", "One message: what List tells, and text s or data ay.", ["id"], returns: "message",
        requires: .smsRead, fails: [.notFound, .storageFailed])
    package static let delete = MethodDeclaration<UInt32, Void>(
        name, "Delete", "Removes a message for good.", ["id"], requires: .smsRead, fails: [.notFound, .storageFailed])

    package static let received = SignalDeclaration<UInt32>(
        name, "Received", "A message has come and is stored. Its text is for those who may read it.", ["id"])
    package static let stateChanged = SignalDeclaration<UInt32, String>(
        name, "StateChanged",
        "A message is queued, sent, delivered, failed or unknown: the network did not say whether it took it.",
        ["id", "state"])

    package static let declaration = InterfaceDeclaration(
        name, "The text messages of one SIM.", methods: [list, read, delete], properties: [storageFull],
        signals: [received, stateChanged])
}
