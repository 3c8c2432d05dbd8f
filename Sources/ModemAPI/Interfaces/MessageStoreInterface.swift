package import DBus

/// `org.ztemodem1.MessageStore`, on every SIM that was ever seen, also while it is in no stick.
package enum MessageStoreInterface {
    package static let name = BusName.ztemodem + ".MessageStore"

    package static let storageFull = PropertyDeclaration<Bool>(
        name, "StorageFull", "Messages stay on the SIM because there is no room to store them here.")

    package static let list = MethodDeclaration<[String: Value], [[String: Value]]>(
        name, "List",
        "The messages, newest first, without their text: id u, direction s (received or sent), number s, time s (ISO 8601), "
            + "state s, parts u; where there is something to say, missing u parts, reason s of the state, class u, port u of "
            + "the program it is for, stored t (seconds since 1970). Options: direction s, state s, limit u (1 to 1000, else "
            + "100), search s in number and text, before u and after u an id (after: the oldest first), text b to have what "
            + "Read tells. States: received, partial and incomplete (parts are still to come, or have not for 7 days), "
            + "unreadable (data ay is the message as it came), draft (found unsent on a SIM), queued, sending, sent, "
            + "delivered, failed, unknown.",
        ["options"], returns: "messages", requires: .smsRead, fails: [.storageFailed])
    package static let read = MethodDeclaration<UInt32, [String: Value]>(
        name, "Read", "One message: what List tells, and text s or data ay.", ["id"], returns: "message",
        requires: .smsRead, fails: [.notFound, .storageFailed])
    package static let delete = MethodDeclaration<UInt32, Void>(
        name, "Delete", "Removes a message for good.", ["id"], requires: .smsRead, fails: [.notFound, .storageFailed])

    package static let received = SignalDeclaration<UInt32>(
        name, "Received",
        "A message has come and is stored: whole, or as much of it as came in 7 days. Its text is for those who may read it.",
        ["id"])
    package static let stateChanged = SignalDeclaration<UInt32, String>(
        name, "StateChanged",
        "A message is queued, sending, sent, delivered, failed or unknown: nobody said whether the network took it; or a part "
            + "of one has come: partial.",
        ["id", "state"])

    package static let declaration = InterfaceDeclaration(
        name, "The text messages of one SIM.", methods: [list, read, delete], properties: [storageFull],
        signals: [received, stateChanged])
}
