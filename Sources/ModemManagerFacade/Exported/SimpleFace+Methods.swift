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
        let count = bearers.disconnectCount
        await bearers.waitForOthers()
        let steps = try steps(to: settings)
        for step in steps { try await permit(context, step.action) }
        try bearers.checkStillWanted(since: count)
        let bearer = try bearers.bearer(for: settings)
        try await bearers.connect(bearer) { () async throws(BusError) in try await self.take(steps) }
        return bearer.path
    }

    /// What the caller could do by other methods, and may do no more easily by this one.
    private enum Step {
        /// The call does so itself.
        case unlock
        case enable
        case register(OperatorCode)

        var action: Action {
            switch self {
            case .unlock: .simUnlock
            case .enable: .deviceControl
            case .register: .network
            }
        }
    }

    private func steps(to settings: BearerSettings) throws(BusError) -> [Step] {
        var steps: [Step] = []
        if snapshot.state == .locked, settings.call.pin != nil { steps.append(.unlock) }
        if snapshot.state == .disabled { steps.append(.enable) }
        guard let network = settings.network, network.digits != snapshot.network?.operatorCode else { return steps }
        if snapshot.state == .locked {
            throw FacadeError.simPin("The SIM is locked; unlock it before a network is chosen with operator-id.")
        }
        steps.append(.register(network))
        return steps
    }

    private func take(_ steps: [Step]) async throws(BusError) {
        let modem = self.modem
        for step in steps {
            switch step {
            case .unlock: break
            case .enable: try await enable(true)
            case .register(let network):
                try await FacadeError.mapped { () async throws(ModemError) in try await modem.register(with: network) }
            }
        }
    }
}
