internal import ATProtocol
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
        try await readRetries(channel, into: &status)
        if state == .ready {
            if let iccid = try await readCardIdentity(channel) { status.identifier = Self.opaqueIdentifier(iccid) }
            subscriberIdentity = try await channel.sendOptional(AT.SubscriberIdentity())
        }
        snapshot.sim = state == .missing ? nil : status
        return state
    }

    /// The stick says that its SIM has changed its mind. A call shows by itself whether it outlives that.
    func simReported(_ state: SIMState) {
        snapshot.sim?.lock = SIMStatus.Lock(state)
        if state == .missing, canAskDuringCall { report(.initialiseFailed(.simMissing)) }
    }

    /// Sends the PIN a person has just given; one try, whatever the answer.
    package func sendPIN(_ pin: PIN) async throws(ModemError) {
        guard snapshot.state == .locked, snapshot.reason == .simPin else {
            throw .wrongState(snapshot.state, needed: "the SIM does not ask for its PIN")
        }
        guard !isEnteringPIN else { throw .inProgress }
        switch await enter(pin) {
        case .accepted: feed(.pinAccepted)
        case .refused: throw .wrongPIN
        case .silent:
            feed(.portsSilent)
            throw .timedOut("Sending the PIN")
        case .lost: throw .deviceGone
        }
    }

    /// The PIN that came with the settings of a call. The last try is never spent this way.
    func tryPIN(_ pin: PIN) async {
        if isEnteringPIN { return report(.pinWithheld) }
        // Where the stick does not count, one try per plug is all that is risked.
        if snapshot.sim?.pinRetries.map({ $0 <= 1 }) ?? hasSpentUncountedTry { return report(.pinWithheld) }
        if snapshot.sim?.pinRetries == nil { hasSpentUncountedTry = true }
        switch await enter(pin) {
        case .accepted: report(.pinAccepted)
        case .refused: report(.pinRefused)
        case .silent: report(.portsSilent)
        case .lost: report(.portsLost)
        }
    }

    /// Silent: nobody knows what became of it, and it is not sent again.
    private enum PINOutcome { case accepted, refused, silent, lost }

    private func enter(_ pin: PIN) async -> PINOutcome {
        guard let channel = link?.control, let request = try? AT.EnterPIN(pin.digits) else { return .lost }
        isEnteringPIN = true
        defer { isEnteringPIN = false }
        do throws(ATError) {
            try await channel.send(request)
            return .accepted
        } catch {
            if error == .portLost { return .lost }
            if error == .portSilent { return .silent }
        }
        guard var status = snapshot.sim else { return .refused }
        if let state = try? await channel.send(AT.SIMStatus()) {
            if state == .ready { return .accepted }
            status.lock = SIMStatus.Lock(state)
            if state == .puk { feed(.locked(.simPuk)) }
        }
        if channel.isSilent { return .silent }
        let before = status.pinRetries
        try? await readRetries(channel, into: &status)
        if status.pinRetries == before { status.pinRetries = before.map { max($0 - 1, 0) } }
        snapshot.sim = status
        return .refused
    }

    private func readRetries(_ channel: ATChannel, into status: inout SIMStatus) async throws(ATError) {
        guard let retries = try await channel.sendOptional(AT.PINRetriesQuery()) else { return }
        status.pinRetries = Int32(clamping: retries.pin)
        status.pukRetries = retries.puk.map { Int32(clamping: $0) }
    }

    private func readCardIdentity(_ channel: ATChannel) async throws(ATError) -> String? {
        for method in AT.CardIdentity.Method.allCases {
            if let iccid = try await channel.sendOptional(AT.CardIdentity(method)) { return iccid }
        }
        return nil
    }

    /// FNV-1a over the ICCID: a stable name for object paths that does not show the number itself.
    static func opaqueIdentifier(_ iccid: String) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in iccid.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
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
