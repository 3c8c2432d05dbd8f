package import DBus

/// `org.ztemodem1.Messaging`, on a stick that can send text messages.
package enum MessagingInterface {
    package static let name = BusName.ztemodem + ".Messaging"

    package static let send = MethodDeclaration<String, String, [String: Value], UInt32>(
        name, "Send",
        "Queues a text message, of 10 parts at most, and returns its number in the MessageStore of the SIM; the number dialled "
            + "is 3 to 20 digits with a leading + or none. Options: delivery-report b, class u (0 to 3), validity u in "
            + "minutes. It is sent when there is a network, also after a restart, and each part once: where nobody says whether "
            + "the network took it, its state is unknown.",
        ["number", "text", "options"], returns: "id", requires: .smsSend,
        fails: [.simLocked, .simMissing, .wrongState, .storageFailed])

    package static let declaration = InterfaceDeclaration(
        name, "Sending text messages. What was received is on the SIM's object.", methods: [send])
}
