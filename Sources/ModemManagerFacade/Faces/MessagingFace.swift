package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Modem.Messaging`: The text messages of the SIM in the stick.
package enum MessagingFace {
    package static let name = FacadeName.bus + ".Modem.Messaging"

    package static let list = MethodDeclaration<[ObjectPath]>(
        name, "List", "", returns: "result", requires: Action.smsRead.rawValue)
    package static let delete = MethodDeclaration<ObjectPath, Void>(
        name, "Delete", "", ["path"], requires: Action.smsRead.rawValue)
    package static let create = MethodDeclaration<[String: Value], ObjectPath>(
        name, "Create", "", ["properties"], returns: "path", requires: Action.smsSend.rawValue)
    package static let added = SignalDeclaration<ObjectPath, Bool>(
        name, "Added", "", ["path", "received"])
    package static let deleted = SignalDeclaration<ObjectPath>(
        name, "Deleted", "", ["path"])
    package static let messages = PropertyDeclaration<[ObjectPath]>(name, "Messages", "")
    package static let supportedStorages = PropertyDeclaration<[UInt32]>(name, "SupportedStorages", "")
    package static let defaultStorage = PropertyDeclaration<UInt32>(name, "DefaultStorage", "")

    package static let declaration = InterfaceDeclaration(
        name, "The text messages of the SIM in the stick.",
        methods: [list, delete, create],
        properties: [messages, supportedStorages, defaultStorage],
        signals: [added, deleted])
}
