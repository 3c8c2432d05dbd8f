internal import DBus
internal import EventLoop
internal import ModemCore

/// The SIM in a stick.
@LoopActor final class FacadeSIM {
    let path: ObjectPath
    private let interface: ExportedInterface
    private var identifier: String

    init(_ status: SIMStatus, of modem: Modem, in context: FacadeContext) {
        path = context.numbers.path(.sim)
        identifier = status.identifier
        interface = ExportedInterface(
            SimFace.declaration, methods: SimFace.methods(of: modem), values: status.facadeValues)
        context.tree.add([interface], at: path)
    }

    /// Whether it is the same card, as far as is known: a locked one may not say which it is.
    func isStill(_ status: SIMStatus) -> Bool {
        identifier.isEmpty || status.identifier.isEmpty || identifier == status.identifier
    }

    func show(_ status: SIMStatus) {
        if !status.identifier.isEmpty { identifier = status.identifier }
        interface.update(status.facadeValues)
    }

    func remove(from tree: ObjectTree) {
        tree.remove([interface], at: path, failingCallsWith: ModemError.deviceGone.facadeError)
    }
}

// What a caller of org.freedesktop.ModemManager1.Sim gets.
extension SimFace {
    @LoopActor static func methods(of modem: Modem) -> [BoundMethod] {
        [
            sendPin.bind { _, text throws(BusError) in
                let pin = try FacadeError.checked { () throws(InvalidValue) in try PIN(text) }
                try await FacadeError.mapped { () async throws(ModemError) in try await modem.sendPIN(pin) }
            },
            sendPuk.bind { _, puk, pin throws(BusError) in
                let puk = try FacadeError.checked { () throws(InvalidValue) in try PUK(puk) }
                let pin = try FacadeError.checked { () throws(InvalidValue) in try PIN(pin) }
                try await FacadeError.mapped { () async throws(ModemError) in
                    try await modem.sendPUK(puk, newPIN: pin)
                }
            },
            enablePin.bind { _, text, isOn throws(BusError) in
                let pin = try FacadeError.checked { () throws(InvalidValue) in try PIN(text) }
                try await FacadeError.mapped { () async throws(ModemError) in
                    try await modem.enablePIN(isOn, with: pin)
                }
            },
            changePin.bind { _, old, new throws(BusError) in
                let old = try FacadeError.checked { () throws(InvalidValue) in try PIN(old, name: "old_pin") }
                let new = try FacadeError.checked { () throws(InvalidValue) in try PIN(new, name: "new_pin") }
                try await FacadeError.mapped { () async throws(ModemError) in
                    try await modem.changePIN(from: old, to: new)
                }
            },
            .refusing(setPreferredNetworks.description, with: FacadeError.notPossible),
        ]
    }
}
