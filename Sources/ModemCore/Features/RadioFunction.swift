internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Turns the radio on or off, and returns when that is done. Turning it off ends a call first.
    ///
    /// It stays off until it is turned on again, until a reset, or until the stick loses its power.
    package func enable(_ isOn: Bool) async throws(ModemError) {
        try await changeFunction(.enable(isOn), needsRadio: true)
    }

    /// Starts the radio or the whole stick anew; ends a call first. Returns when the radio is on again, or when the stick has
    /// taken the command; it comes back by itself.
    package func reset(_ kind: ResetKind) async throws(ModemError) {
        try await changeFunction(.reset(kind), needsRadio: kind == .radio)
    }

    /// A stick that is started anew may be so because whoever has the radio never gets an answer.
    private func changeFunction(_ request: StateMachine.Request, needsRadio: Bool) async throws(ModemError) {
        guard needsRadio else { return try await self.request(request) }
        if isRadioTaken { throw .inProgress }
        isRadioTaken = true
        defer { isRadioTaken = false }
        try await self.request(request)
    }

    func setFunction(_ change: StateMachine.FunctionChange) async {
        guard let link else { return report(.functionNotSet(.changeTimedOut)) }
        do throws(ModemError) {
            switch change {
            case .off: try await setRadio(.radioOff, on: link)
            case .on: try await setRadio(.full, on: link)
            case .cycle:
                try await setRadio(.radioOff, on: link)
                try await setRadio(.full, on: link)
            case .restart: return try await restart(link)
            }
        } catch {
            return report(.functionNotSet(error))
        }
        // With the radio off much is refused that is known with it on.
        if change != .off { refusedDetails = [] }
        await link.watch?.refresh()
        report(.functionSet)
    }

    /// Sets the level, and looks whether the stick has done so: not every OK is one.
    private func setRadio(_ level: RadioLevel, on link: ModemLink) async throws(ModemError) {
        let request = "Turning the radio \(level == .full ? "on" : "off")"
        var now: RadioLevel?
        do throws(ATError) {
            try await link.control.send(AT.RadioFunction(level))
            now = try await link.control.sendOptional(AT.RadioFunctionQuery())
        } catch {
            // A port that is lost is no word about the stick, which may still be there.
            throw error == .portLost ? .timedOut(request) : ModemError(error, during: request)
        }
        if let now, now != level {
            throw .commandFailed("\(request) was answered with OK and did nothing; try again, or unplug the stick")
        }
    }

    private func restart(_ link: ModemLink) async throws(ModemError) {
        do throws(ATError) {
            try await link.control.send(AT.RadioFunction(.full, reset: true))
        } catch {
            // It was quicker than its answer.
            if error != .portLost { throw ModemError(error, during: "Restarting the stick") }
        }
        report(.functionSet)
    }

    /// Brings the radio to what is wanted. A stick keeps its level when only this program was started anew, and a borrower may
    /// have changed it.
    func prepareRadio(_ channel: ATChannel) async throws(ATError) {
        let wanted: RadioLevel = isRadioWanted ? .full : .radioOff
        guard let now = try await channel.sendOptional(AT.RadioFunctionQuery()) else {
            // Whoever does not say is on.
            if !isRadioWanted { report(.radioStaysOn) }
            return
        }
        if now == wanted { return }
        let isDone = try await channel.sendOptional(AT.RadioFunction(wanted)) != nil
        if !isDone, !isRadioWanted { report(.radioStaysOn) }
    }
}
