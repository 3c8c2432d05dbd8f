internal import DBus
internal import EventLoop
internal import ModemCore

// What a caller of org.freedesktop.ModemManager1.Modem gets.
extension ModemFace {
    @LoopActor static func methods(of modem: FacadeModem) -> [BoundMethod] {
        controls(of: modem) + bearers(of: modem)
            + [factoryReset, setCurrentBands, setPrimarySimSlot, getCellInfo].map(unsupported)
    }

    private static func unsupported(_ method: any MethodDescribing) -> BoundMethod {
        .refusing(method.description, with: FacadeError.notPossible)
    }

    @LoopActor private static func controls(of modem: FacadeModem) -> [BoundMethod] {
        [
            enable.bind { [weak modem] _, isOn throws(BusError) in
                try await FacadeModem.present(modem).enable(isOn)
            },
            setPowerState.bind { [weak modem] _, state throws(BusError) in
                // MM_MODEM_POWER_STATE_LOW and _ON; no stick can be turned off.
                guard state == 2 || state == 3 else { throw FacadeError.notPossible }
                try await FacadeModem.present(modem).enable(state == 3)
            },
            reset.bind { [weak modem] _ throws(BusError) in
                let stick = try FacadeModem.present(modem).modem
                try await FacadeError.mapped { () async throws(ModemError) in try await stick.reset(.modem) }
            },
            setCurrentCapabilities.bind { [weak modem] _, capabilities throws(BusError) in
                let values = FacadeModemValues(try FacadeModem.present(modem).snapshot, .init())
                if values.modem[currentCapabilities] != capabilities { throw FacadeError.notPossible }
            },
            setCurrentModes.bind { [weak modem] _, modes throws(BusError) in
                let (allowed, preferred) = modes.fields
                guard let mode = FacadeModes(allowed: allowed, preferred: preferred).networkMode else {
                    throw FacadeError.unsupported("The modes are none of SupportedModes.")
                }
                let stick = try FacadeModem.present(modem).modem
                try await FacadeError.mapped { () async throws(ModemError) in try await stick.setNetworkMode(mode) }
            },
            command.bind { [weak modem] _, text, seconds throws(BusError) in
                try await FacadeModem.present(modem).send(text, seconds: seconds)
            },
        ]
    }

    @LoopActor private static func bearers(of modem: FacadeModem) -> [BoundMethod] {
        [
            listBearers.bind { [weak modem] _ in modem?.bearers.paths ?? [] },
            createBearer.bind { [weak modem] _, settings throws(BusError) in
                try FacadeModem.present(modem).bearers.create(try BearerSettings(bus: settings)).path
            },
            deleteBearer.bind { [weak modem] _, path throws(BusError) in
                try await FacadeModem.present(modem).bearers.delete(path)
            },
        ]
    }
}

extension FacadeModem {
    /// What is so already is no error: a stick turns its radio on by itself.
    func enable(_ isOn: Bool) async throws(BusError) {
        await radioTurns.begin()
        defer { radioTurns.end() }
        let modem = self.modem
        // What is shown may not have what the last turn has done.
        if isOn, FacadeState(modem.snapshot).rawValue > FacadeState.disabled.rawValue { return }
        try await FacadeError.mapped { () async throws(ModemError) in try await modem.enable(isOn) }
    }

    /// ModemManager puts an `AT` in front of what has none.
    func send(_ text: String, seconds: UInt32) async throws(BusError) -> String {
        let line = text.uppercased().hasPrefix(Self.attention) ? text : Self.attention + text
        let command = try FacadeError.checked { () throws(InvalidValue) in
            try RawCommand(line, milliseconds: min(seconds, 120) * 1000)
        }
        let modem = self.modem
        let lines = try await FacadeError.mapped { () async throws(ModemError) in try await modem.send(command) }
        return lines.joined(separator: "\n")
    }

    private static let attention = "AT"
}
