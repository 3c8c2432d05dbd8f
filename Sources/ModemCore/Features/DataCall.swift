internal import ATProtocol
internal import EventLoop

extension Modem {
    /// The packet context we define and dial; others belong to the stick's owner.
    private static let context = 1

    /// Dials, hands the tty to pppd, and takes it back when the call has ended. Cancelling hangs up.
    func runCall(_ settings: ConnectSettings) async {
        guard let link else { return feed(.dialFailed(.deviceGone)) }
        snapshot.connection = ConnectionStatus()
        do throws(CallError) {
            try await environment.calls.check()
        } catch {
            return finish(.callEnded(error), because: .callFailed(error))
        }
        let choice = await chooseAccessPoints(for: settings)
        if Task.isCancelled { return finish(.dialFailed(.aborted), because: .aborted) }
        for (index, attempt) in choice.attempts.enumerated() {
            let isLast = index == choice.attempts.endIndex - 1
            let outcome = await runAttempt(attempt, on: link)
            if case .failed(_, let error) = outcome, !isLast, error.isWorthAnotherAccessPoint, !Task.isCancelled,
                link === self.link, !link.isSilent
            {
                continue
            }
            report(outcome, choice)
            return await lookAgain(at: link)
        }
    }

    private enum Outcome {
        /// It never came up: the event that says so, and why.
        case failed(StateMachine.Event, ModemError)
        case ended(CallError?)
    }

    private func report(_ outcome: Outcome, _ choice: AccessPointChoice) {
        switch outcome {
        case .failed(let event, let error):
            let explained = choice.explained(error)
            finish(explained == error ? event : .dialFailed(explained), because: explained)
        case .ended(let end): finish(.callEnded(end), because: end.map { .callFailed($0) })
        }
    }

    private func runAttempt(_ attempt: AccessPointChoice.Attempt, on link: ModemLink) async -> Outcome {
        do throws(ModemError) {
            try await dial(attempt.settings, on: link)
        } catch {
            await recover(link)
            return .failed(.dialFailed(error), error)
        }
        // Until the call is over nothing can be asked over a port it has taken.
        if link.isShared { forgetNetwork() }
        let (end, ranPPP) = await carryCall(attempt, on: link)
        let cameUp = snapshot.connection?.address != nil
        if ranPPP { await takeBack(link) } else { await reopen(link) }
        guard let end, !cameUp else { return .ended(end) }
        return .failed(.callEnded(end), .callFailed(end))
    }

    /// After a call: a port that does not answer any more is a reason to probe all of them again. Also after our own
    /// hang-up, which cancels this task; not for a link that was let go of.
    func lookAgain(at link: ModemLink) async {
        guard link === self.link else { return }
        if link.isSilent { return feed(.portsSilent) }
        if link.isShared { await link.watch?.refresh() }
    }

    func finish(_ event: StateMachine.Event, because error: ModemError?) {
        var status = snapshot.connection ?? ConnectionStatus()
        status.address = nil
        status.since = nil
        status.count = nil
        // Nobody asked for that end.
        let error = isGoingToSleep ? .suspended : error
        if let error, error != .aborted { status.lastError = .init(error: error) }
        snapshot.connection = status
        feed(event)
    }

    private func dial(_ settings: ConnectSettings, on link: ModemLink) async throws(ModemError) {
        await breakOffScan()
        do throws(ATError) {
            try await setContext(settings, on: link)
        } catch {
            throw Task.isCancelled ? .aborted : ModemError(dialling: error)
        }
        await wakeDataPort(of: link)
        guard let refusal = await dialOnce(settings, on: link) else { return }
        guard !Task.isCancelled, refusal.isOfThePort, await moveToOtherPort(of: link) else {
            throw Task.isCancelled ? .aborted : ModemError(dialling: refusal)
        }
        guard let second = await dialOnce(settings, on: link) else { return }
        // What no port takes is no matter of the port: calls stay where the catalogue has them.
        if second.isOfThePort, link === self.link { exchangePorts(of: link) }
        throw Task.isCancelled ? .aborted : ModemError(dialling: second.isOfThePort ? refusal : second)
    }

    private func setContext(_ settings: ConnectSettings, on link: ModemLink) async throws(ATError) {
        guard let accessPoint = settings.accessPoint else { return }
        guard let context = try? AT.PacketContext(Self.context, accessPoint: accessPoint.text) else { throw .error }
        try await link.control.send(context)
    }

    /// - Returns: why there is no connection; nil if there is one.
    private func dialOnce(_ settings: ConnectSettings, on link: ModemLink) async -> ATError? {
        do throws(ATError) {
            // So that it says why not. What it says to this is of no interest.
            if !link.isShared { _ = try? await link.data.sendOptional(AT.ErrorReporting()) }
            // Disconnect may have come meanwhile.
            if Task.isCancelled { throw .notReady }
            guard let dial = try? AT.Dial((settings.number ?? DialNumber(context: Self.context)).text) else {
                throw .error
            }
            _ = try await link.data.send(dial)
            return Task.isCancelled ? .notReady : nil
        } catch {
            return error
        }
    }

    /// - Returns: why the call ended, nil if we ended it; and whether pppd had the tty. If not, the stick still is in the
    ///   middle of a call.
    private func carryCall(
        _ attempt: AccessPointChoice.Attempt, on link: ModemLink
    ) async -> (end: CallError?, ranPPP: Bool) {
        let settings = attempt.settings
        do {
            try await link.data.lend()
        } catch {
            return (.portUnavailable, false)
        }
        let request = CallRequest(
            port: link.dataPort, username: settings.username, password: settings.password,
            authentication: settings.authentication, defaultRoute: settings.defaultRoute,
            routeMetric: settings.routeMetric, peerDNS: settings.peerDNS)
        do throws(CallError) {
            let call = try await environment.calls.launch(request)
            let end = await follow(call) {
                rememberAccessPoint(attempt.candidate)
                rememberDataPort(of: link)
            }
            return (end, true)
        } catch {
            return (error, false)
        }
    }

    func follow(_ call: any Call, cameUp: @LoopActor () -> Void) async -> CallError? {
        let watch = CallWatch(call, of: self)
        defer { watch.stop() }
        for await event in call.events {
            switch event {
            case .up(let address):
                show(address, since: call.since)
                cameUp()
                report(.callUp)
                watch.start(on: address.interface)
            case .ended(let error):
                if watch.foundDead { return .linkDead }
                return Task.isCancelled ? nil : error ?? .terminatedByPeer
            }
        }
        if watch.foundDead { return .linkDead }
        // The stream has ended without an end: we were cancelled, and hanging up is on us.
        await call.hangUp()
        return nil
    }

    private func show(_ address: CallAddress, since: UInt64?) {
        var status = snapshot.connection ?? ConnectionStatus()
        // One that was inherited has it since long.
        if status.address == address { return }
        status.address = address
        status.since = since ?? environment.wallClock()
        status.lastError = nil
        snapshot.connection = status
    }

    /// After a dial that failed or was broken off.
    func recover(_ link: ModemLink) async {
        guard link === self.link, await !link.data.resynchronise() else { return }
        // It may have connected in the last moment, and be deaf to commands now.
        await reopen(link)
    }

    /// A link that was let go of in between is about to be closed, and left alone.
    private func takeBack(_ link: ModemLink) async {
        guard link === self.link else { return }
        do throws(SerialError) {
            if try await link.data.takeBack() { return }
        } catch {
            // Hung up for good.
        }
        await reopen(link)
    }

    /// A tty whose carrier dropped is hung up for good, as it is after each call that ends; the stick is still there. Where
    /// there is still a call, closing ends it: DTR drops.
    func reopen(_ link: ModemLink) async {
        guard link === self.link else { return }
        // First: the lock of the old descriptor keeps everybody else out, us too.
        await link.data.closePort()
        guard let port = try? await environment.serial.open(link.dataPort) else { return }
        guard link === self.link else { return await port.close() }
        _ = await link.data.replacePort(with: port)
    }
}

extension ModemError {
    init(dialling error: ATError) {
        switch error {
        case .portLost: self = .deviceGone
        case .timeout, .portSilent: self = .timedOut("Dialling")
        case .noCarrier: self = .dialFailed("NO CARRIER")
        case .busy: self = .dialFailed("BUSY")
        case .noDialtone: self = .dialFailed("NO DIALTONE")
        case .noAnswer: self = .dialFailed("NO ANSWER")
        case .error: self = .dialFailed("ERROR")
        case .cme(let reason):
            self = .dialFailed("+CME ERROR: " + (reason.text.isEmpty ? "\(reason.code.rawValue)" : reason.text))
        case .cms(let code): self = .dialFailed("+CMS ERROR: \(code.map(String.init) ?? "?")")
        case .overflow, .notReady: self = .dialFailed("garbage")
        case .unexpectedResponse(let text): self = .dialFailed(text)
        }
    }
}
