internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Dials, hands the tty to pppd, and takes it back when the call has ended. Cancelling hangs up.
    func runCall(_ settings: ConnectSettings) async {
        guard let link else { return feed(.dialFailed(.deviceGone)) }
        snapshot.connection = ConnectionStatus()
        do throws(CallError) {
            try await environment.calls.check()
        } catch {
            return finish(.callEnded(error), because: .callFailed(error))
        }
        if let limit = usageBarrier {
            return finish(.dialFailed(.quotaExceeded(limit)), because: .quotaExceeded(limit))
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
        case ended(CallError?, cause: String)
    }

    private func report(_ outcome: Outcome, _ choice: AccessPointChoice) {
        switch outcome {
        case .failed(let event, let error):
            let explained = choice.explained(error)
            finish(explained == error ? event : .dialFailed(explained), because: explained)
        case .ended(let end, let cause): finish(.callEnded(end), because: end.map { ModemError($0, cause: cause) })
        }
    }

    /// What this SIM may not use any more is not dialled for.
    private var usageBarrier: UsageLimit? {
        snapshot.sim.flatMap { environment.usage.barrier(of: $0.identifier) }
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
        let cause = end == .hangUp || end == .terminatedByPeer ? await failureCause(over: link) : ""
        guard let end, !cameUp else { return .ended(end, cause: cause) }
        return .failed(.callEnded(end), .callFailed(end, cause: cause))
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
        status.ipv6 = nil
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
        guard let refusal = await dialEachForm(settings, on: link) else { return }
        guard !Task.isCancelled, refusal.isOfThePort, await moveToOtherPort(of: link) else {
            throw await explained(refusal, over: link)
        }
        guard let second = await dialEachForm(settings, on: link) else { return }
        // What no port takes is no matter of the port: calls stay where the catalogue has them.
        if second.isOfThePort, link === self.link { exchangePorts(of: link) }
        throw await explained(second.isOfThePort ? refusal : second, over: link)
    }

    private func explained(_ refusal: ATError, over link: ModemLink) async -> ModemError {
        if Task.isCancelled { return .aborted }
        let error = ModemError(dialling: refusal)
        guard case .dialFailed(let answer, _) = error else { return error }
        let cause = await failureCause(over: link)
        return Task.isCancelled ? .aborted : .dialFailed(answer, cause: cause)
    }

    /// What the stick knows of the end of a call beyond the one word it answered; empty where it knows nothing.
    private func failureCause(over link: ModemLink) async -> String {
        guard link === self.link, !link.control.isSilent, !Task.isCancelled else { return "" }
        return (try? await link.control.sendOptional(AT.CallFailureCause())) ?? ""
    }

    private func setContext(_ settings: ConnectSettings, on link: ModemLink) async throws(ATError) {
        guard let accessPoint = settings.accessPoint else { return }
        do throws(ATError) {
            try await define(settings.ipType == .ipv4 ? .ipv4 : .ipv4v6, accessPoint, on: link)
        } catch {
            // A stick of the 3G days knows one kind only.
            guard settings.ipType != .ipv4, error.isRefusal, !Task.isCancelled else { throw error }
            try await define(.ipv4, accessPoint, on: link)
        }
    }

    private func define(
        _ kind: AT.PacketContext.Kind, _ accessPoint: AccessPointName, on link: ModemLink
    ) async throws(ATError) {
        guard let context = try? AT.PacketContext(Self.context, kind, accessPoint: accessPoint.text) else {
            throw .error
        }
        try await link.control.send(context)
    }

    /// - Returns: why no number gave a connection; nil if one did.
    private func dialEachForm(_ settings: ConnectSettings, on link: ModemLink) async -> ATError? {
        var refusal: ATError?
        for number in dialNumbers(for: settings) {
            guard let answer = await dialOnce(number, on: link) else {
                dialled = settings.number == nil ? number : nil
                return nil
            }
            // What the network says is more than what the stick says of the command.
            if refusal.map({ $0.isOfThePort && !answer.isOfThePort }) ?? true { refusal = answer }
            if Task.isCancelled || !isOfTheNumber(answer) { break }
        }
        return refusal ?? .notReady
    }

    /// - Returns: why there is no connection; nil if there is one.
    private func dialOnce(_ number: DialNumber, on link: ModemLink) async -> ATError? {
        do throws(ATError) {
            // So that it says why not. What it says to this is of no interest.
            if !link.isShared { _ = try? await link.data.sendOptional(AT.ErrorReporting()) }
            // Disconnect may have come meanwhile.
            if Task.isCancelled { throw .notReady }
            guard let dial = try? AT.Dial(number.text) else { throw .error }
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
            routeMetric: settings.routeMetric, peerDNS: settings.peerDNS, reportsDNSOnly: settings.reportsDNSOnly,
            ipType: settings.ipType)
        do throws(CallError) {
            let call = try await environment.calls.launch(request)
            let end = await follow(call, expectingIPv6: settings.ipType == .ipv4v6) {
                rememberAccessPoint(attempt.candidate)
                rememberDataPort(of: link)
                rememberDialNumber()
            }
            return (end, true)
        } catch {
            return (error, false)
        }
    }

    /// - Parameter expectingIPv6: whether an address of it may come; where nobody knows it may.
    func follow(
        _ call: any Call, expectingIPv6: Bool = true, cameUp: @LoopActor () -> Void
    ) async -> CallError? {
        let watch = CallWatch(call, of: self)
        defer { watch.stop() }
        for await event in call.events {
            switch event {
            case .up(let address):
                show(address, since: call.since)
                cameUp()
                report(.callUp)
                watch.start(on: address.interface, expectingIPv6: expectingIPv6)
            case .ended(let error):
                if let end = watch.verdict { return end }
                return Task.isCancelled ? nil : error ?? .terminatedByPeer
            }
        }
        if let end = watch.verdict { return end }
        watch.lookOnceMore()
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
    init(_ end: CallError, cause: String) {
        if case .quotaExceeded(let limit) = end {
            self = .quotaExceeded(limit)
        } else {
            self = .callFailed(end, cause: cause)
        }
    }
}

extension ATError {
    fileprivate var isRefusal: Bool {
        switch self {
        case .error, .cme: true
        case .cms, .noCarrier, .busy, .noDialtone, .noAnswer, .timeout, .outcomeUnknown, .portLost, .portSilent,
            .overflow, .notReady,
            .unexpectedResponse:
            false
        }
    }
}
