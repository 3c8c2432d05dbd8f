internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore
internal import Version

// What a caller of org.ztemodem1.Modem gets: decode, check, act, name the failure.
extension ModemInterface {
    @LoopActor static func methods(of modem: Modem, _ keeper: ConnectionKeeper, _ profiles: ProfileBook)
        -> [BoundMethod]
    {
        [
            switchMode.bind { _, options throws(BusError) in
                let options = try SwitchOptions(bus: options)
                try await ModemError.mapped { () async throws(ModemError) in try await modem.switchMode(options) }
            },
            connect.bind { _, settings throws(BusError) in
                let wish = try profiles.connectionWish(bus: settings, on: modem.occasion)
                let address = try await ModemError.mapped { () async throws(ModemError) in
                    try await keeper.connect(modem, wish)
                }
                return address.busSettings(withInterface: true)
            },
            disconnect.bind { _ throws(BusError) in
                try await ModemError.mapped { () async throws(ModemError) in try await keeper.disconnect(modem) }
            },
            enable.bind { _, isOn throws(BusError) in
                try await ModemError.mapped { () async throws(ModemError) in try await modem.enable(isOn) }
            },
            reset.bind { _, name throws(BusError) in
                let kind = try ModemError.checked { () throws(InvalidValue) in try ResetKind(name) }
                try await ModemError.mapped { () async throws(ModemError) in try await modem.reset(kind) }
            },
            inhibit.bind { context, isOn throws(BusError) in
                let caller = Holder(context.sender)
                try await ModemError.mapped { () async throws(ModemError) in
                    if isOn {
                        try await modem.lendPorts(to: caller)
                    } else {
                        try await modem.takeBackPorts(from: caller)
                    }
                }
            },
            command.bind { _, text, limit throws(BusError) in
                let command = try ModemError.checked { () throws(InvalidValue) in
                    try RawCommand(text, milliseconds: limit)
                }
                let lines = try await ModemError.mapped { () async throws(ModemError) in try await modem.send(command) }
                return lines.joined(separator: "\n")
            },
            exportDevice.bind { _ throws(BusError) in
                try await ModemError.mapped { () async throws(ModemError) in
                    try modem.deviceFile(observer: "zte-modemd \(Version.current)")
                }
            },
        ]
    }
}
