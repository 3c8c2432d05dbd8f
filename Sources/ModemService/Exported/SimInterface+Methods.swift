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
            .refusing(sendPuk.description, with: ErrorName.notYet),
            .refusing(enablePin.description, with: ErrorName.notYet),
            .refusing(changePin.description, with: ErrorName.notYet),
            .refusing(getIdentity.description, with: ErrorName.notYet),
        ]
    }
}
