internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore

// What a caller of org.ztemodem1.Ussd gets.
extension UssdInterface {
    @LoopActor static func methods(of modem: Modem) -> [BoundMethod] {
        [
            initiate.bind { context, text throws(BusError) in
                let code = try ModemError.checked { () throws(InvalidValue) in try USSDCode(text) }
                return try await ModemError.mapped { () async throws(ModemError) in
                    try await modem.initiateUSSD(code, for: Holder(context.sender))
                }
            },
            respond.bind { context, text throws(BusError) in
                let response = try ModemError.checked { () throws(InvalidValue) in try USSDResponse(text) }
                return try await ModemError.mapped { () async throws(ModemError) in
                    try await modem.respondUSSD(response, for: Holder(context.sender))
                }
            },
            cancel.bind { context in await modem.cancelUSSD(for: Holder(context.sender)) },
            getServiceCodes.bind { _ throws(BusError) in
                let codes = try await ModemError.mapped { () async throws(ModemError) in
                    try await modem.serviceCodes()
                }
                return codes.map(\.busValues)
            },
        ]
    }
}

extension ServiceCode {
    /// What does not apply is left out.
    fileprivate var busValues: [String: Value] {
        var values: [String: Value] = ["purpose": .string(purpose.rawValue), "provider": .string(provider)]
        switch way {
        case .ussd(let code, let placeholder):
            values["code"] = .string(code)
            values["placeholder"] = placeholder.map { .string($0) }
        case .message(let number, let text):
            values["number"] = .string(number)
            values["text"] = .string(text)
        }
        return values
    }
}
