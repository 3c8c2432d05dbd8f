package import DBus
internal import ModemAPI

/// `org.freedesktop.ModemManager1.Sms`: One text message, or a draft of one.
package enum SmsFace {
    package static let name = FacadeName.bus + ".Sms"

    package static let send = MethodDeclaration<Void>(
        name, "Send", "", requires: Action.smsSend.rawValue)
    package static let store = MethodDeclaration<UInt32, Void>(
        name, "Store", "", ["storage"], requires: Action.smsSend.rawValue)
    package static let state = PropertyDeclaration<UInt32>(name, "State", "")
    package static let pduType = PropertyDeclaration<UInt32>(name, "PduType", "")
    package static let number = PropertyDeclaration<String>(name, "Number", "")
    package static let text = PropertyDeclaration<String>(name, "Text", "")
    package static let data = PropertyDeclaration<[UInt8]>(name, "Data", "")
    package static let smsc = PropertyDeclaration<String>(name, "SMSC", "")
    package static let validity = PropertyDeclaration<Structure<UInt32, Value>>(name, "Validity", "")
    package static let messageClass = PropertyDeclaration<Int32>(name, "Class", "")
    package static let teleserviceId = PropertyDeclaration<UInt32>(name, "TeleserviceId", "")
    package static let serviceCategory = PropertyDeclaration<UInt32>(name, "ServiceCategory", "")
    package static let deliveryReportRequest = PropertyDeclaration<Bool>(name, "DeliveryReportRequest", "")
    package static let messageReference = PropertyDeclaration<UInt32>(name, "MessageReference", "")
    package static let timestamp = PropertyDeclaration<String>(name, "Timestamp", "")
    package static let dischargeTimestamp = PropertyDeclaration<String>(name, "DischargeTimestamp", "")
    package static let deliveryState = PropertyDeclaration<UInt32>(name, "DeliveryState", "")
    package static let storage = PropertyDeclaration<UInt32>(name, "Storage", "")

    package static let declaration = InterfaceDeclaration(
        name, "One text message, or a draft of one.",
        methods: [send, store],
        properties: [
            state, pduType, number, text, data, smsc, validity, messageClass, teleserviceId, serviceCategory,
            deliveryReportRequest, messageReference, timestamp, dischargeTimestamp, deliveryState, storage,
        ])
}
