internal import ATProtocol
internal import EventLoop

extension Modem {
    /// Reads who the stick is and what its SIM wants, then keeps the network's state true until cancelled.
    func initialise() async {
        guard let link else { return }
        // Refused by a stick in another state.
        refusedDetails = []
        do throws(ATError) {
            _ = try await link.control.sendOptional(AT.ErrorReporting())
            try await readIdentity(link.control)
            showLinks(of: link)
            if preferProvenPort(of: link) { _ = try await link.control.sendOptional(AT.ErrorReporting()) }
            let channel = link.control
            try await prepareRadio(channel)
            var state = try await readSIM(channel)
            var held: StateReason?
            if state == .pin {
                switch try await tryStoredPIN(over: channel) {
                case .none: break
                case .held(let reason):
                    held = reason
                    // A counter that was wrong.
                    if snapshot.sim?.lock == .puk { state = .puk }
                case .accepted: state = try await readSIM(channel)
                }
            }
            if let reason = StateReason(state) {
                return await stop(at: reason == .simPin ? held ?? reason : reason, link)
            }
            await noteSIMIsOpen()
            try await readMessageStorage(channel)
            let watch = NetworkWatch(modem: self, channel: channel)
            try await watch.start()
            let messages = takeMessages()
            report(.initialised)
            let end = await keep(watch, on: link)
            messages?.cancel()
            // What is known of a message that was being sent is written down before the port goes, or another SIM comes.
            await messages?.value
            switch end {
            case .over: break
            case .restarted: report(.restarted)
            case .simLeft: await waitForSIM(over: link)
            }
        } catch {
            lostControl(of: link, beforeAnyRound: true)
        }
    }

    /// Nil for a SIM that nobody knows again.
    private func takeMessages() -> Task<Void, Never>? {
        guard let book = environment.messages, let card = cardIdentity, let sim = snapshot.sim, !Task.isCancelled
        else { return nil }
        let exchange = MessageExchange(self, book, card: card, identifier: sim.identifier)
        messages = exchange
        return Task {
            await exchange.run()
            if self.messages === exchange { self.snapshot.canSendMessages = false }
        }
    }

    private func lostControl(of link: ModemLink, beforeAnyRound: Bool) {
        guard !Task.isCancelled else { return }
        guard link.control.isSilent else { return report(.portsLost) }
        // It answered the probe and never all that is asked. If another port does, that one is to be preferred.
        if beforeAnyRound { distrustedPort = link.controlPort }
        report(.portsSilent)
    }

    private enum WatchEnd {
        /// The stick was let go of.
        case over
        /// It has to be read anew.
        case restarted
        case simLeft
    }

    private func keep(_ first: NetworkWatch, on link: ModemLink) async -> WatchEnd {
        var watch = first
        while true {
            link.watch = watch
            switch await watch.run() {
            case nil: return .over
            case .restarted: return .restarted
            case .simLeft where !isInCall: return .simLeft
            case .moved, .simLeft:
                // They may move back while this one reads what it has to know.
                repeat {
                    watch = NetworkWatch(modem: self, channel: link.control)
                    try? await watch.start()
                } while watch.channel !== link.control && !Task.isCancelled
                continue
            case .portFailed: break
            }
            // Where there is no call, all ports are probed again, and this task has been cancelled.
            lostControl(of: link, beforeAnyRound: !watch.hasBeenAnswered)
            forgetNetwork()
            guard await regainControl(of: link) else { return .over }
            watch = NetworkWatch(modem: self, channel: link.control)
            // What goes wrong here goes wrong again at once, and is dealt with there.
            try? await watch.start()
        }
    }

    /// A call goes on without commands: nothing is closed, only knocked at, until somebody answers or the call is over.
    private func regainControl(of link: ModemLink) async -> Bool {
        while !Task.isCancelled, isInCall {
            guard (try? await environment.clock.sleep(for: Self.knockInterval)) != nil else { return false }
            if isInCall, await link.control.resynchronise() { return !Task.isCancelled }
        }
        return false
    }

    private static let knockInterval: Duration = .seconds(10)

    /// An event of work that was cancelled in between belongs to a presence that has ended.
    func report(_ event: StateMachine.Event) {
        if !Task.isCancelled { feed(event) }
    }

    /// The SIM lets it go no further.
    private func stop(at reason: StateReason, _ link: ModemLink) async {
        if reason == .simMissing, !isInCall { return await waitForSIM(over: link) }
        guard reason.asksForPIN || reason == .simPuk else { return report(.initialiseFailed(reason)) }
        report(.locked(reason))
        await watchLockedSIM(over: link)
    }

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
