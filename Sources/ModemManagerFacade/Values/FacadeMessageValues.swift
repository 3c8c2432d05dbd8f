package import DBus
package import ModemCore

/// What a text message shows.
package enum FacadeMessageValues {
    private static let unknownDelivery: UInt32 = 0x100

    package static func values(_ message: ArchivedMessage) -> PropertyValues {
        var values = constants
        values[SmsFace.state] = state(message.state)
        values[SmsFace.pduType] = message.direction == .received ? 1 : 2
        values[SmsFace.number] = message.number
        values[SmsFace.timestamp] = message.time
        values[SmsFace.messageClass] = message.messageClass.map { Int32($0) } ?? -1
        values[SmsFace.deliveryState] = message.state == .delivered ? 0 : unknownDelivery
        switch message.content {
        case .text(let text): values[SmsFace.text] = text
        case .data(let data): values[SmsFace.data] = data
        case nil: break
        }
        return values
    }

    /// Of one that has not been given to the archive yet.
    package static func values(_ draft: OutgoingMessage) -> PropertyValues {
        var values = constants
        values[SmsFace.pduType] = 2
        values[SmsFace.number] = draft.number.text
        values[SmsFace.text] = draft.text
        values[SmsFace.messageClass] = draft.messageClass.map { Int32($0) } ?? -1
        values[SmsFace.deliveryReportRequest] = draft.wantsReport
        return values
    }

    /// `MMSmsState`. One that could not be sent is a stored one again.
    private static func state(_ state: MessageState) -> UInt32 {
        switch state {
        case .partial: 2
        case .received, .incomplete, .unreadable: 3
        case .queued, .sending: 4
        case .sent, .delivered: 5
        case .draft, .failed: 1
        case .unknown: 0
        }
    }

    private static var constants: PropertyValues {
        var values = PropertyValues()
        values[SmsFace.state] = 0
        values[SmsFace.text] = ""
        values[SmsFace.data] = []
        values[SmsFace.smsc] = ""
        values[SmsFace.validity] = Structure(0, .uint32(0))
        values[SmsFace.teleserviceId] = 0
        values[SmsFace.serviceCategory] = 0
        values[SmsFace.deliveryReportRequest] = false
        values[SmsFace.messageReference] = 0
        values[SmsFace.timestamp] = ""
        values[SmsFace.dischargeTimestamp] = ""
        values[SmsFace.deliveryState] = unknownDelivery
        // Messages leave the SIM; they are the service's.
        values[SmsFace.storage] = 0
        return values
    }
}

extension OutgoingMessage {
    /// Reads the argument of Messaging.Create.
    /// - Throws: `Core.InvalidArgs` that names the key; `Core.Unsupported` for what the service does not send.
    package init(facade properties: [String: Value]) throws(BusError) {
        var (number, text, report, messageClass) = ("", "", false, UInt32?.none)
        for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
            switch (key, value.unwrapped) {
            case ("number", .string(let value)): number = value
            case ("text", .string(let value)): text = value
            case ("delivery-report-request", .boolean(let value)): report = value
            case ("class", .int32(let value)): messageClass = value < 0 ? nil : UInt32(value)
            case ("smsc", .string), ("validity", _): break
            case ("data", _): throw FacadeError.unsupported("Only text can be sent.")
            default:
                throw FacadeError.invalidArguments(
                    "'\(key.prefix(40))' is not a property of a message to be sent, or has the wrong type.")
            }
        }
        self = try FacadeError.checked { () throws(InvalidValue) in
            try OutgoingMessage(
                to: try PhoneNumber(number), text: text, wantsReport: report, messageClass: messageClass)
        }
    }
}
