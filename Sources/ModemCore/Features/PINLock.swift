internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Has the SIM ask for its PIN when it is turned on, or not. One that does so already is not sent anything.
    /// - Throws: ``ModemError/wrongPIN``; ``ModemError/lastTryKept``, and nothing was sent.
    package func enablePIN(_ isOn: Bool, with pin: PIN) async throws(ModemError) {
        let channel = try portsForSIM(unlocked: true).control
        try await withSIMSecret { @LoopActor () async throws(ModemError) in
            // A SIM that is asked for what it does already says no, and some count that as a wrong PIN.
            if try await asksForPIN(channel) == isOn { return }
            guard let request = try? AT.PINLockSetting(isOn, pin: pin.digits) else { throw .wrongPIN }
            let what = "Turning the PIN \(isOn ? "on" : "off")"
            try await spendTry(on: request, over: channel, what) { @LoopActor () async in
                (try? await self.asksForPIN(channel)) == isOn
            }
            await notePINWasRight(pin)
        }
    }

    /// Gives the SIM another PIN.
    /// - Throws: ``ModemError/wrongPIN``; ``ModemError/lastTryKept``, and nothing was sent; ``ModemError/wrongState(_:needed:)``
    ///   where the SIM does not ask for its PIN, because then it does not let it be changed (3GPP TS 31.101, 11.1.10).
    package func changePIN(from old: PIN, to new: PIN) async throws(ModemError) {
        let channel = try portsForSIM(unlocked: true).control
        try await withSIMSecret { @LoopActor () async throws(ModemError) in
            if try await asksForPIN(channel) == false {
                throw .wrongState(
                    snapshot.state,
                    needed: "have the SIM ask for its PIN first (EnablePin), or it lets nobody change it")
            }
            guard let request = try? AT.PINChange(from: old.digits, to: new.digits) else { throw .wrongPIN }
            try await spendTry(on: request, over: channel, "Changing the PIN") { @LoopActor () async in false }
            await notePINWasRight(new)
        }
    }

    /// Nil where the stick does not say.
    private func asksForPIN(_ channel: ATChannel) async throws(ModemError) -> Bool? {
        do throws(ATError) {
            return try await channel.sendOptional(AT.PINLockQuery())
        } catch {
            throw ModemError(error, during: "Asking whether the SIM has a PIN")
        }
    }

    /// One try, whatever the answer, and never the last one.
    private func spendTry<Request: ATRequest>(
        on request: Request, over channel: ATChannel, _ what: String, unless isDone: @LoopActor () async -> Bool
    ) async throws(ModemError) where Request.Reply == Void {
        try await keepLastTry(channel)
        let before = snapshot.sim?.pinRetries
        if before == nil { hasSpentUncountedTry = true }
        do throws(ATError) {
            try await channel.send(request)
        } catch {
            try await judge(error, over: channel, what, before, unless: isDone)
        }
        // The right PIN counts anew.
        hasSpentUncountedTry = false
        await readTries(over: channel)
    }

    /// The counter of now: another program may have had the SIM. What is lower counts, because some firmware reports what it
    /// read when the SIM was turned on.
    private func keepLastTry(_ channel: ATChannel) async throws(ModemError) {
        let known = snapshot.sim?.pinRetries
        await readTries(over: channel)
        guard link?.control === channel else { throw .deviceGone }
        if let known, let now = snapshot.sim?.pinRetries, known < now { snapshot.sim?.pinRetries = known }
        // Where the stick does not count, one try per plug is all that is risked.
        if snapshot.sim?.pinRetries.map({ $0 <= 1 }) ?? hasSpentUncountedTry { throw .lastTryKept }
    }

    /// What a refusal means. Returns only if the SIM has done what it was asked for after all.
    private func judge(
        _ error: ATError, over channel: ATChannel, _ what: String, _ before: Int32?,
        unless isDone: @LoopActor () async -> Bool
    ) async throws(ModemError) {
        if error == .portLost || error == .portSilent { throw ModemError(error, during: what) }
        if error == .timeout, await isDone() { return }
        let state = try? await channel.send(AT.SIMStatus())
        var isWrong = state == .puk
        if case .cme(let reason) = error, [.incorrectPassword, .simPukRequired].contains(reason.code) {
            isWrong = true
        }
        if isWrong { await readTries(afterWrong: .pin, over: channel) } else { await readTries(over: channel) }
        if let before, let now = snapshot.sim?.pinRetries, now < before { isWrong = true }
        if let state, link?.control === channel { follow(state) }
        throw isWrong ? .wrongPIN : ModemError(ofSIM: error, during: what)
    }
}

extension ModemError {
    /// Without the stick's own words: it may repeat what it was sent.
    fileprivate init(ofSIM error: ATError, during request: String) {
        let answer: String
        switch error {
        case .cme(let reason):
            if let sim = Self.refusedBySIM(reason) {
                self = sim
                return
            }
            answer = CMEError(reason.code).words
        case .error, .cms, .noCarrier, .busy, .noDialtone, .noAnswer, .unexpectedResponse: answer = "ERROR"
        case .timeout, .outcomeUnknown, .portLost, .portSilent, .overflow, .notReady:
            self.init(error, during: request)
            return
        }
        self = .commandFailed("\(request) failed, the SIM answered '\(answer)'; it may not be able to do that")
    }
}
