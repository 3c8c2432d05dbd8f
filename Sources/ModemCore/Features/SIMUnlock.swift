internal import ATProtocol
internal import EventLoop

/// What opens a SIM that is locked. Each wrong one uses up a try.
enum SIMSecret: Sendable {
    case pin, puk
}

extension SIMStatus {
    subscript(triesFor secret: SIMSecret) -> Int32? {
        get {
            switch secret {
            case .pin: pinRetries
            case .puk: pukRetries
            }
        }
        set {
            switch secret {
            case .pin: pinRetries = newValue
            case .puk: pukRetries = newValue
            }
        }
    }
}

extension Modem {
    /// Sends the PIN a person has just given; one try, whatever the answer.
    /// - Parameter isLastTryMeant: the last one there is may be spent.
    /// - Throws: ``ModemError/lastTry``, and nothing was sent, where one try is left and not meant.
    package func sendPIN(_ pin: PIN, isLastTryMeant: Bool = false) async throws(ModemError) {
        if asksFor(.pin), !isLastTryMeant, let tries = snapshot.sim?.pinRetries, tries <= 1 { throw .lastTry }
        try await unlock(with: pin)
    }

    /// Sends the PUK a person has just given, and the PIN the SIM is to have from now on; one try, whatever the answer.
    package func sendPUK(_ puk: PUK, newPIN: PIN) async throws(ModemError) { try await unlock(with: newPIN, puk) }

    private func unlock(with pin: PIN, _ puk: PUK? = nil) async throws(ModemError) {
        let name = puk == nil ? "PIN" : "PUK"
        guard asksFor(puk == nil ? .pin : .puk) else {
            throw .wrongState(snapshot.state, needed: "the SIM does not ask for its \(name)")
        }
        guard !isSIMTaken else { throw .inProgress }
        switch await enter(pin, puk) {
        case .accepted:
            feed(.pinAccepted)
            await notePINWasRight(pin)
        case .refused: throw puk == nil ? .wrongPIN : .wrongPUK
        case .busy: throw .simBusy
        case .silent:
            feed(.portsSilent)
            throw .timedOut("Sending the \(name)")
        case .lost: throw .deviceGone
        }
    }

    private func asksFor(_ secret: SIMSecret) -> Bool {
        guard snapshot.state == .locked else { return false }
        switch secret {
        case .pin: return snapshot.reason.asksForPIN
        case .puk: return snapshot.reason == .simPuk
        }
    }

    /// The PIN that came with the settings of a call. The last try is never spent this way.
    func tryPIN(_ pin: PIN) async {
        if isSIMTaken { return report(.pinUntried(.inProgress)) }
        // Where the stick does not count, one try per plug is all that is risked.
        if snapshot.sim?.pinRetries.map({ $0 <= 1 }) ?? hasSpentUncountedTry { return report(.pinUntried(.lastTry)) }
        if snapshot.sim?.pinRetries == nil { hasSpentUncountedTry = true }
        switch await enter(pin) {
        case .accepted:
            await notePINWasRight(pin)
            report(.pinAccepted)
        case .refused: report(.pinRefused)
        case .busy: report(.pinUntried(.simBusy))
        case .silent: report(.portsSilent)
        case .lost: report(.portsLost)
        }
    }

    enum UnlockOutcome {
        case accepted, refused
        /// The SIM said that it had no time to look at it, and counts as before.
        case busy
        /// Nobody knows what became of it, and it is not sent again.
        case silent
        case lost
    }

    func enter(_ pin: PIN, _ puk: PUK? = nil) async -> UnlockOutcome {
        guard let channel = link?.control, let request = try? AT.EnterPIN(pin, puk) else { return .lost }
        isSIMTaken = true
        defer { isSIMTaken = false }
        var isBusy = false
        do throws(ATError) {
            try await channel.send(request)
            return .accepted
        } catch {
            if error == .portLost { return .lost }
            if error == .portSilent { return .silent }
            isBusy = error == .cme(CMEError(.simBusy))
        }
        let state = try? await channel.send(AT.SIMStatus())
        // Only the right PUK brings the question for the PIN back.
        if state == .ready || (puk != nil && state == .pin) { return .accepted }
        if channel.isSilent { return .silent }
        let secret = puk == nil ? SIMSecret.pin : .puk
        let before = snapshot.sim?[triesFor: secret]
        if isBusy { await readTries(over: channel) } else { await readTries(afterWrong: secret, over: channel) }
        if let state, link?.control === channel { follow(state) }
        if channel.isSilent { return .silent }
        return isBusy && before != nil && snapshot.sim?[triesFor: secret] == before ? .busy : .refused
    }

    /// Reads the counters after a secret was refused: the stick's word, or one less than before where that is not less.
    func readTries(afterWrong secret: SIMSecret, over channel: ATChannel) async {
        let before = snapshot.sim?[triesFor: secret]
        await readTries(over: channel)
        guard let before, link?.control === channel, let now = snapshot.sim?[triesFor: secret], now >= before else {
            return
        }
        snapshot.sim?[triesFor: secret] = max(before - 1, 0)
    }

    func readTries(over channel: ATChannel) async {
        guard var status = snapshot.sim else { return }
        try? await readRetries(channel, into: &status)
        // What was known of a stick that has left meanwhile stays forgotten.
        guard link?.control === channel, var now = snapshot.sim else { return }
        (now.pinRetries, now.pukRetries) = (status.pinRetries, status.pukRetries)
        snapshot.sim = now
    }

    /// The SIM has said what it wants now, and the state goes along.
    func follow(_ state: SIMState) {
        if state == .busy { return }
        snapshot.sim?.lock = SIMStatus.Lock(state)
        let reason = StateReason(state)
        guard snapshot.state == .locked else {
            // Reads everything anew, after a call if there is one.
            if reason != nil { link?.watch?.restart() }
            return
        }
        switch reason {
        case nil: feed(.pinAccepted)
        case .simPin?: if !snapshot.reason.asksForPIN { feed(.locked(.simPin)) }
        case .simPuk?: if snapshot.reason != .simPuk { feed(.locked(.simPuk)) }
        // Looked for where everything is read anew.
        case .simMissing?: feed(.pinAccepted)
        case let reason?: feed(.initialiseFailed(reason))
        }
    }
}

extension AT.EnterPIN {
    fileprivate init(_ pin: PIN, _ puk: PUK?) throws(ATSyntaxError) {
        if let puk { try self.init(puk: puk.digits, newPIN: pin.digits) } else { try self.init(pin.digits) }
    }
}
