internal import ATProtocol
internal import DeviceCatalog
internal import EventLoop

extension Modem {
    /// A SIM needs some seconds after power-on and after its PIN; there is no report when it is ready.
    private static let simPolls = 20
    private static let simPollInterval: Duration = .milliseconds(500)

    /// Waits until the SIM has said what it wants, and reads what may be read in that state.
    func readSIM(_ channel: ATChannel) async throws(ATError) -> SIMState {
        var state = SIMState.busy
        for attempt in 1...Self.simPolls {
            state = try await channel.sendOptional(AT.SIMStatus()) ?? .busy
            if state != .busy || attempt == Self.simPolls { break }
            try? await environment.clock.sleep(for: Self.simPollInterval)
            if Task.isCancelled { throw .portLost }
        }
        var status = snapshot.sim ?? SIMStatus()
        status.lock = SIMStatus.Lock(state)
        // Those of the SIM that was here before are no news of this one.
        (status.pinRetries, status.pukRetries) = (nil, nil)
        try await readRetries(channel, into: &status)
        cardIdentity = nil
        // Who it is it tells also before its PIN (3GPP TS 31.102, 4.1 with 31.101, 13.2), if the stick lets it.
        if state == .ready || state == .pin {
            cardIdentity = try await readCardIdentity(channel)
            status.identifier = cardIdentity.map { environment.usage.identifier(of: $0) } ?? ""
        }
        if state == .ready { subscriberIdentity = try await channel.sendOptional(AT.SubscriberIdentity()) }
        snapshot.sim = state == .missing ? nil : status
        return state
    }

    private static let storageTries = 3
    private static let storageInterval: Duration = .seconds(2)

    /// Some sticks announce their messages without end until somebody has asked where these are. The probe does so, in vain
    /// while the SIM is locked or busy; so it is done again when the SIM is open, however it was opened.
    func readMessageStorage(_ channel: ATChannel) async throws(ATError) {
        guard quirks.contains(.messageFlood), !hasReadMessageStorage else { return }
        for attempt in 1...Self.storageTries {
            do throws(ATError) {
                try await channel.send(AT.MessageStorageQuery())
                hasReadMessageStorage = true
                return
            } catch {
                if error == .portLost || error == .portSilent { throw error }
                if !error.isBusySIM || attempt == Self.storageTries { return }
            }
            try? await environment.clock.sleep(for: Self.storageInterval)
            if Task.isCancelled { throw .portLost }
        }
    }

    /// The stick says that its SIM has changed its mind. A call shows by itself whether it outlives that.
    func simReported(_ state: SIMState) { snapshot.sim?.lock = SIMStatus.Lock(state) }

    func readRetries(_ channel: ATChannel, into status: inout SIMStatus) async throws(ATError) {
        guard let retries = try await channel.sendOptional(AT.PINRetriesQuery()) else { return }
        status.pinRetries = Int32(clamping: retries.pin)
        status.pukRetries = retries.puk.map { Int32(clamping: $0) }
    }

    func readCardIdentity(_ channel: ATChannel) async throws(ATError) -> String? {
        for method in AT.CardIdentity.Method.allCases {
            if let iccid = try await channel.sendOptional(AT.CardIdentity(method)) { return iccid }
        }
        return nil
    }
}

extension SIMStatus.Lock {
    init(_ state: SIMState) {
        switch state {
        case .ready: self = .none
        case .pin: self = .pin
        case .puk: self = .puk
        case .pin2: self = .pin2
        case .puk2: self = .puk2
        case .deviceLock, .missing, .failure, .busy: self = .unknown
        }
    }
}
