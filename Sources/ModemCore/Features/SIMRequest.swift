internal import ATProtocol
internal import EventLoop

// What is common to what callers want of the SIM.
extension Modem {
    /// The ports for a question to the SIM, if the stick is where that is possible.
    /// - Parameter unlocked: the SIM must not be waiting for a PIN or PUK.
    func portsForSIM(unlocked: Bool = false) throws(ModemError) -> ModemLink {
        let state = snapshot.state
        switch state {
        case .connecting, .connected, .disconnecting:
            guard canAskDuringCall else { throw .wrongState(state, needed: "disconnect first") }
        case .locked: if unlocked { throw .simLocked(snapshot.reason) }
        case .searching, .registered, .disabled: break
        case .storage, .switching, .settling, .probing, .enabling, .failed:
            throw .wrongState(state, needed: "wait until the SIM has been read")
        }
        guard let link else { throw .wrongState(state, needed: "wait until its ports answer again") }
        return link
    }

    /// One secret of the SIM at a time.
    func withSIMSecret(_ body: @LoopActor () async throws(ModemError) -> Void) async throws(ModemError) {
        if isSIMTaken { throw .inProgress }
        isSIMTaken = true
        defer { isSIMTaken = false }
        try await body()
    }

    /// Reads what identifies the subscriber. What cannot be read is left out; nothing of it is kept.
    ///
    /// Who asks meanwhile gets the same answer.
    package func readIdentity() async throws(ModemError) -> SIMIdentity {
        let link = try portsForSIM()
        let work = identityWork ?? Task { await self.readIdentity(over: link.control) }
        identityWork = work
        let result = await work.value
        if identityWork == work { identityWork = nil }
        return try result.get()
    }

    private func readIdentity(over channel: ATChannel) async -> Result<SIMIdentity, ModemError> {
        var identity = SIMIdentity()
        do throws(ATError) {
            identity.iccid = try await readCardIdentity(channel)
            identity.imsi = try await channel.sendOptional(AT.SubscriberIdentity())
            let numbers = try await channel.sendOptional(AT.OwnNumbers()) ?? []
            identity.numbers = numbers.compactMap { try? PhoneNumber($0) }
        } catch {
            return .failure(ModemError(error, during: "Reading the SIM"))
        }
        // A call has taken the port, and half of the questions were not asked.
        guard canAskDuringCall else { return .failure(.wrongState(snapshot.state, needed: "disconnect first")) }
        return .success(identity)
    }
}
