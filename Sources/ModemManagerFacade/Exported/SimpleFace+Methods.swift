internal import DBus
internal import EventLoop
internal import ModemCore

// What a caller of org.freedesktop.ModemManager1.Modem.Simple gets.
extension SimpleFace {
    @LoopActor static func methods(of modem: FacadeModem) -> [BoundMethod] {
        [
            connect.bind { [weak modem] _, settings throws(BusError) in
                try await FacadeModem.present(modem).connect(try BearerSettings(bus: settings))
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
    func connect(_ settings: BearerSettings) async throws(BusError) -> ObjectPath {
        if snapshot.state == .disabled { try await enable(true) }
        if let network = settings.network, network.digits != snapshot.network?.operatorCode {
            let modem = self.modem
            try await FacadeError.mapped { () async throws(ModemError) in try await modem.register(with: network) }
        }
        let bearer = try bearers.bearer(for: settings)
        try await bearers.connect(bearer)
        return bearer.path
    }
}
