internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore

// What a caller of org.ztemodem1.Network gets.
extension NetworkInterface {
    @LoopActor static func methods(of modem: Modem) -> [BoundMethod] {
        [
            .refusing(scan.description, with: ErrorName.notYet),
            .refusing(register.description, with: ErrorName.notYet),
            .refusing(setSignalInterval.description, with: ErrorName.notYet),
        ]
    }

    @LoopActor static func setters(of modem: Modem) -> [BoundSetter] {
        [mode.bindSetter { _, _ throws(BusError) in throw ErrorName.notYet }]
    }
}
