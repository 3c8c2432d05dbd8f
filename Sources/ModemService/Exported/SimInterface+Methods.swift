internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore

// What a caller of org.ztemodem1.Sim gets.
extension SimInterface {
    @LoopActor static func methods(of modem: Modem) -> [BoundMethod] {
        [
            sendPin.bind { _, text throws(BusError) in
                let pin = try ModemError.checked { () throws(InvalidValue) in try PIN(text) }
                try await ModemError.mapped { () async throws(ModemError) in try await modem.sendPIN(pin) }
            },
            sendLastPin.bind { _, text throws(BusError) in
                let pin = try ModemError.checked { () throws(InvalidValue) in try PIN(text) }
                try await ModemError.mapped { () async throws(ModemError) in
                    try await modem.sendPIN(pin, isLastTryMeant: true)
                }
            },
            sendPuk.bind { _, puk, pin throws(BusError) in
                let puk = try ModemError.checked { () throws(InvalidValue) in try PUK(puk) }
                let pin = try ModemError.checked { () throws(InvalidValue) in try PIN(pin, name: "new_pin") }
                try await ModemError.mapped { () async throws(ModemError) in try await modem.sendPUK(puk, newPIN: pin) }
            },
            enablePin.bind { _, pin, isOn throws(BusError) in
                let pin = try ModemError.checked { () throws(InvalidValue) in try PIN(pin) }
                try await ModemError.mapped { () async throws(ModemError) in try await modem.enablePIN(isOn, with: pin)
                }
            },
            changePin.bind { _, old, new throws(BusError) in
                let old = try ModemError.checked { () throws(InvalidValue) in try PIN(old, name: "old_pin") }
                let new = try ModemError.checked { () throws(InvalidValue) in try PIN(new, name: "new_pin") }
                try await ModemError.mapped { () async throws(ModemError) in
                    try await modem.changePIN(from: old, to: new)
                }
            },
            getIdentity.bind { _ throws(BusError) in
                let identity = try await ModemError.mapped { () async throws(ModemError) in
                    try await modem.readIdentity()
                }
                return identity.busValues
            },
        ]
    }
}

extension SIMIdentity {
    /// `iccid`, `imsi` and `numbers`, as far as they are known.
    fileprivate var busValues: [String: Value] {
        var values: [String: Value] = [:]
        values["iccid"] = iccid.map { .string($0) }
        values["imsi"] = imsi.map { .string($0) }
        if !numbers.isEmpty { values["numbers"] = .array(.string, numbers.map { .string($0.text) }) }
        return values
    }
}
