internal import DBus
internal import EventLoop
internal import ModemAPI
internal import ModemCore

// What a caller of org.freedesktop.ModemManager1.Modem.Simple gets.
extension SimpleFace {
    @LoopActor static func methods(of modem: FacadeModem) -> [BoundMethod] {
        [
            connect.bind { [weak modem] context, settings throws(BusError) in
                try await FacadeModem.present(modem).connect(try BearerSettings(bus: settings), for: context)
            },
            disconnect.bind { [weak modem] _, path throws(BusError) in
                // No path stands for all.
                try await FacadeModem.present(modem).bearers.disconnect(path == FacadeName.none ? nil : path)
            },
            getStatus.bind { [weak modem] _ throws(BusError) in try FacadeModem.present(modem).snapshot.facadeStatus },
        ]
    }
}

extension FacadeModem {
    /// All the way from a radio that is off or a SIM that is locked; returns the bearer.
    func connect(_ settings: BearerSettings, for context: CallContext) async throws(BusError) -> ObjectPath {
        let bearer = try bearers.bearer(for: settings)
        try await bearers.connect(bearer) { () async throws(BusError) in try await prepare(settings, for: context) }
        return bearer.path
    }

    /// What the caller could do by other methods, and may do no more easily by this one.
    private func prepare(_ settings: BearerSettings, for context: CallContext) async throws(BusError) {
        if snapshot.state == .disabled {
            try await permit(context, .deviceControl)
            try await enable(true)
        }
        guard let network = settings.network, network.digits != snapshot.network?.operatorCode else { return }
        if snapshot.state == .locked {
            throw FacadeError.simPin("The SIM is locked; unlock it before a network is chosen with operator-id.")
        }
        try await permit(context, .network)
        let modem = self.modem
        try await FacadeError.mapped { () async throws(ModemError) in try await modem.register(with: network) }
    }
}
