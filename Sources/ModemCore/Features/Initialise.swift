internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Reads who the stick is and what its SIM wants, then keeps the network's state true until cancelled.
    func initialise() async {
        guard let channel = link?.control else { return }
        do throws(ATError) {
            _ = try await channel.sendOptional(AT.ErrorReporting())
            try await readIdentity(channel)
            let state = try await readSIM(channel)
            if let reason = StateReason(state) {
                return report(Self.isLock(reason) ? .locked(reason) : .initialiseFailed(reason))
            }
            let watch = NetworkWatch(modem: self, channel: channel)
            try await watch.start()
            report(.initialised)
            try await watch.run()
        } catch {
            report(.portsLost)
        }
    }

    /// An event of work that was cancelled in between belongs to a presence that has ended.
    func report(_ event: StateMachine.Event) {
        if !Task.isCancelled { feed(event) }
    }

    private static func isLock(_ reason: StateReason) -> Bool { reason == .simPin || reason == .simPuk }

    private func readIdentity(_ channel: ATChannel) async throws(ATError) {
        var identity = snapshot.identity
        if let manufacturer = try await channel.sendOptional(AT.Identity(.manufacturer)) {
            identity.manufacturer = manufacturer
        }
        if let model = try await channel.sendOptional(AT.Identity(.model)) { identity.model = model }
        if let revision = try await channel.sendOptional(AT.Identity(.revision)) { identity.revision = revision }
        identity.equipmentIdentifier = try await channel.sendOptional(AT.EquipmentIdentity()) ?? ""
        snapshot.identity = identity
    }
}

extension StateReason {
    /// Nil: the SIM does not stand in the way.
    init?(_ state: SIMState) {
        switch state {
        case .ready, .pin2, .puk2: return nil
        case .pin: self = .simPin
        case .puk: self = .simPuk
        case .missing: self = .simMissing
        case .deviceLock, .failure, .busy: self = .simFailure
        }
    }
}
