internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore

// What a caller of org.ztemodem1.Network gets.
extension NetworkInterface {
    @LoopActor static func methods(of modem: Modem) -> [BoundMethod] {
        [
            scan.bind { _ throws(BusError) in
                let networks = try await ModemError.mapped { () async throws(ModemError) in
                    try await modem.scanNetworks()
                }
                return networks.map(\.busSettings)
            },
            register.bind { _, code throws(BusError) in
                let network =
                    code.isEmpty ? nil : try ModemError.checked { () throws(InvalidValue) in try OperatorCode(code) }
                try await ModemError.mapped { () async throws(ModemError) in try await modem.register(with: network) }
            },
            setSignalInterval.bind { context, seconds throws(BusError) in
                let interval =
                    seconds == 0
                    ? nil : try ModemError.checked { () throws(InvalidValue) in try SignalInterval(seconds: seconds) }
                modem.setSignalInterval(interval, for: Holder(context.sender))
            },
        ]
    }

    @LoopActor static func setters(of modem: Modem) -> [BoundSetter] {
        [
            mode.bindSetter { _, name throws(BusError) in
                let mode = try ModemError.checked { () throws(InvalidValue) in try NetworkMode(name) }
                try await ModemError.mapped { () async throws(ModemError) in try await modem.setNetworkMode(mode) }
            }
        ]
    }
}
