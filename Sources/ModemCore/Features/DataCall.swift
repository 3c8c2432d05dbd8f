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
        do throws(ModemError) {
            try await dial(settings, on: link)
        } catch {
            await recover(link)
            finish(.dialFailed(error), because: error)
            return await lookAgain(at: link)
        }
        // Until the call is over nothing can be asked over a port it has taken.
        if link.isShared { forgetNetwork() }
        let (end, ranPPP) = await carryCall(settings, on: link)
        if ranPPP { await takeBack(link) } else { await reopen(link) }
        finish(.callEnded(end), because: end.map { .callFailed($0) })
        await lookAgain(at: link)
    }

    /// After a call: a port that does not answer any more is a reason to probe all of them again. Also after our own
    /// hang-up, which cancels this task; not for a link that was let go of.
    private func lookAgain(at link: ModemLink) async {
        guard link === self.link else { return }
        if link.isSilent { return feed(.portsSilent) }
        if link.isShared { await link.watch?.refresh() }
    }

    private func finish(_ event: StateMachine.Event, because error: ModemError?) {
        var status = snapshot.connection ?? ConnectionStatus()
        status.address = nil
        status.since = nil
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
    private func carryCall(_ settings: ConnectSettings, on link: ModemLink) async -> (end: CallError?, ranPPP: Bool) {
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
            return (await follow(call, on: link), true)
        } catch {
            return (error, false)
        }
    }

    private func follow(_ call: any Call, on link: ModemLink) async -> CallError? {
        for await event in call.events {
            switch event {
            case .up(let address):
                var status = snapshot.connection ?? ConnectionStatus()
                status.address = address
                status.since = environment.wallClock()
                status.lastError = nil
                snapshot.connection = status
                rememberDataPort(of: link)
                report(.callUp)
            case .ended(let error):
                return Task.isCancelled ? nil : error ?? .terminatedByPeer
            }
        }
        // The stream has ended without an end: we were cancelled, and hanging up is on us.
        await call.hangUp()
        return nil
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
    private func reopen(_ link: ModemLink) async {
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
