internal import EventLoop

/// Looks at what goes over a call while it is up: shows the kernel's counters, and ends a call over which nothing comes back.
@LoopActor final class CallWatch {
    private var foundDead = false
    /// The call was ended because its SIM has used all that it may.
    private var foundLimit: UsageLimit?
    private let call: any Call
    private let modem: Modem
    private var looking: Task<Void, Never>?
    private var interface: String?
    private var line: UsageLine?
    private var expecting: Task<Void, any Error>?
    private var expectsIPv6 = false

    // The ends agree at about the time they do of IPv4; a prefix takes a moment more.
    private static let ipv6Looks: [Duration] = [.seconds(1), .seconds(1), .seconds(2), .seconds(4)]

    init(_ call: any Call, of modem: Modem) {
        self.call = call
        self.modem = modem
    }

    func start(on interface: String, expectingIPv6: Bool) {
        looking?.cancel()
        expecting?.cancel()
        expectsIPv6 = expectingIPv6
        self.interface = interface
        begin(on: interface)
        looking = Task { await self.look(at: interface) }
        if expectingIPv6 { expecting = Task { try await self.expectIPv6(on: interface) } }
    }

    private func begin(on interface: String) {
        line = modem.snapshot.sim.flatMap { modem.environment.usage.line(for: $0.identifier, on: interface) }
    }

    /// Why this has ended the call, if it has.
    var verdict: CallError? { foundLimit.map { .quotaExceeded($0) } ?? (foundDead ? .linkDead : nil) }

    func stop() {
        looking?.cancel()
        expecting?.cancel()
        line?.end()
    }

    private func expectIPv6(on interface: String) async throws {
        for pause in Self.ipv6Looks {
            try await modem.environment.clock.sleep(for: pause)
            try Task.checkCancellation()
            showIPv6(of: interface)
        }
    }

    private func showIPv6(of interface: String) {
        let found = modem.environment.meter.ipv6(on: interface)
        if modem.snapshot.connection?.ipv6 != found { modem.snapshot.connection?.ipv6 = found }
    }

    /// Before a call that we end: pppd takes the interface with it.
    func lookOnceMore() {
        if let interface, let count = modem.environment.meter.count(on: interface) { use(count) }
    }

    private func look(at interface: String) async {
        var watch = LinkWatch()
        // What is there from the beginning is what later counts are compared with.
        show(modem.environment.meter.count(on: interface), &watch, elapsed: .zero)
        if foundLimit != nil { return await call.hangUp() }
        var interval = watch.interval
        while (try? await modem.environment.clock.sleep(for: interval)) != nil, !Task.isCancelled {
            let verdict = show(modem.environment.meter.count(on: interface), &watch, elapsed: interval)
            interval = watch.interval
            if foundLimit != nil { return await call.hangUp() }
            if expectsIPv6 { showIPv6(of: interface) }
            switch verdict {
            case .alive: continue
            // What it says is in the snapshot when the next look is taken.
            case .suspicious: await modem.link?.watch?.refresh()
            case .dead:
                foundDead = true
                return await call.hangUp()
            }
        }
    }

    @discardableResult
    private func show(_ count: LinkCount?, _ watch: inout LinkWatch, elapsed: Duration) -> LinkWatch.Verdict {
        // An interface that is gone has pppd's end coming after it.
        guard let count else { return .alive }
        modem.snapshot.connection?.count = count
        use(count)
        return watch.look(count, elapsed: elapsed, testimony: modem.testimony)
    }

    private func use(_ count: LinkCount) {
        // Which SIM it is may be read after a call was taken over.
        if line == nil, let interface { begin(on: interface) }
        guard let limit = line?.look(count, modem.snapshot.network?.registration) else { return }
        modem.snapshot.connection?.reachedLimit = limit
        if limit.action == .disconnect { foundLimit = limit }
    }
}

extension Modem {
    /// What the command port has said of the network while a call is up.
    var testimony: LinkWatch.Testimony {
        if snapshot.reason == .controlSilent { return .unknown }
        switch snapshot.network?.registration {
        case .home, .roaming: return .attached
        case .idle, .denied, .searching: return .detached
        case .unknown, nil: return .unknown
        }
    }
}
