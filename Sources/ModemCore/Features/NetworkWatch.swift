internal import ATProtocol
internal import EventLoop

/// Keeps the network part of the snapshot true: by what the stick reports on its own, and by asking now and then.
@LoopActor final class NetworkWatch {
    /// Signal is not reported by these sticks. Nobody minds when it is read a little later, together with something else
    /// that wakes the service.
    private static let pollInterval: Duration = .seconds(30)
    static let pollTolerance: Duration = .seconds(5)
    /// What is reported is asked for as well, but less often: a report may be lost, and a stick that has started anew has
    /// forgotten to report. Each command is one more waking up of the machine.
    private static let registrationRound = 2
    private static let completeRound = 10
    /// So many reports that mean something are taken at once; then there is a pause, in which the newest are kept. A stick
    /// that floods must not become a service that floods.
    private static let burst = 20
    private static let pause: Duration = .seconds(1)

    /// Why watching ended.
    enum End: Equatable {
        case portFailed
        /// The stick has forgotten what it was told: it has started anew without leaving the bus.
        case restarted
        /// Commands go another way from now on.
        case moved
        /// There is no SIM any more.
        case simLeft
    }

    let modem: Modem
    let channel: ATChannel
    private var circuit: RegistrationUpdate?
    private var packet: RegistrationUpdate?
    /// What the stick says of the reports it was asked for; nil where it does not say what was asked.
    private var reportingLevel: Int?
    private var end: AsyncStream<End>.Continuation?
    var isRunning: Bool { end != nil }
    /// What somebody wants, and who sees to it.
    var followedInterval: Duration?
    var signalPoll: Task<Void, Never>?
    /// The time since the signal was read last.
    var sinceSignal: (@LoopActor () -> Duration)?
    private var reports: AsyncStream<Unsolicited>?
    /// Everything that is asked regularly has been asked once.
    private(set) var hasBeenAnswered = false

    init(modem: Modem, channel: ATChannel) {
        self.modem = modem
        self.channel = channel
    }

    /// Turns the reports on and reads the registration once.
    func start() async throws(ATError) {
        // Before anything is asked: a report that comes between two answers is news.
        reports = channel.listen()
        modem.ussd.portsOpened()
        for domain in [RegistrationDomain.circuit, .packet] {
            let reportsCell = try await channel.sendOptional(AT.RegistrationReporting(domain)) != nil
            if !reportsCell { _ = try await channel.sendOptional(AT.RegistrationReporting(domain, .status)) }
        }
        _ = try await ask(for: .timeReports, AT.TimeZoneReporting())
        let answer = try await channel.sendOptional(AT.RegistrationReportingQuery())
        reportingLevel = answer.flatMap { $0.level == 0 ? nil : $0.level }
        circuit = answer?.registration
        try await readPacketRegistration()
        try await readSettings()
    }

    /// - Returns: nil if the task was cancelled.
    func run() async -> End? {
        let (ends, end) = AsyncStream<End>.makeStream()
        self.end = end
        let reports = reports ?? channel.listen()
        let poll = Task { await self.poll() }
        let listening = Task { await self.listen(to: reports) }
        followSignalWishes()
        defer {
            poll.cancel()
            listening.cancel()
            signalPoll?.cancel()
            self.end = nil
        }
        for await reason in ends { return reason }
        return nil
    }

    /// A port let a question go unanswered that nobody may refuse.
    func fail() { end?.yield(.portFailed) }

    /// What was read of the stick is not true any more.
    func restart() { end?.yield(.restarted) }

    func loseSIM() { end?.yield(.simLeft) }

    /// Its port is wanted for calls.
    func move() { end?.yield(.moved) }

    /// Reads everything anew, where something can be asked at all.
    func refresh() async { await ask(round: 0) }

    /// - Parameter number: 0 asks for everything, as every tenth does.
    private func ask(round number: Int) async {
        let asksForAll = number % Self.completeRound == 0
        let asksForRegistration = number % Self.registrationRound == 0 || reportingLevel == nil
        guard modem.canAskDuringCall, asksForRegistration || modem.signalInterval == nil else { return }
        do throws(ATError) {
            if asksForRegistration, try await hasRestarted() {
                end?.yield(.restarted)
                return
            }
            if asksForAll || reportingLevel == nil { try await readPacketRegistration() }
            // Without its SIM it is in no network.
            if !isRegistered { try await checkSIM() }
            try await finishRound(asksForAll: asksForAll)
        } catch {
            fail()
        }
    }

    /// What is left to be asked when the registration is known.
    private func finishRound(asksForAll: Bool) async throws(ATError) {
        // Who wants it at other times has it read by himself.
        if asksForAll || modem.signalInterval == nil { try await readSignal() }
        if asksForAll {
            try await readNetwork()
            try await readSettings()
        }
        hasBeenAnswered = true
        modem.report(.portsAnswer)
    }

    private func poll() async {
        do throws(ATError) {
            try await finishRound(asksForAll: true)
        } catch {
            fail()
        }
        var number = 0
        let clock = modem.environment.clock
        while (try? await clock.sleep(for: Self.pollInterval, tolerance: Self.pollTolerance)) != nil {
            number += 1
            await ask(round: number)
        }
    }

    private func listen(to reports: AsyncStream<Unsolicited>) async {
        var count = 0
        for await line in reports where await handle(line) {
            count += 1
            if count % Self.burst == 0 { try? await modem.environment.clock.sleep(for: Self.pause) }
        }
        if !Task.isCancelled { fail() }
    }

    /// Reads the registration, and what the stick has been told to report of it.
    private func hasRestarted() async throws(ATError) -> Bool {
        guard let answer = try await channel.sendOptional(AT.RegistrationReportingQuery()) else { return false }
        if let reportingLevel, answer.level != reportingLevel { return true }
        circuit = answer.registration
        try await showRegistration()
        return false
    }

    /// - Returns: whether it meant anything.
    private func handle(_ line: Unsolicited) async -> Bool {
        switch line {
        case .creg(let report): await update(.circuit, to: report)
        case .cgreg(let report): await update(.packet, to: report)
        case .zpasr(let technology): show { $0.accessTechnology = Self.text(technology) }
        case .ctzv: await readTime()
        case .zdonr(let change):
            show {
                $0.operatorName = change.name
                $0.operatorCode = change.code
            }
        case .cpin(let state): await simReported(state)
        // It may have started anew, and it may say so for no reason.
        case .started: await refresh()
        case .cmti, .cdsi, .cmt, .cds: return modem.messages?.reported(line) ?? false
        case .cusd(let value): modem.ussd.reported(value)
        case .noCarrier, .cereg, .zusimr, .zend, .zpstm, .ring, .other: return false
        }
        return true
    }

    private func update(_ domain: RegistrationDomain, to report: RegistrationUpdate) async {
        let was = registration
        if domain == .circuit { circuit = report } else { packet = report }
        do throws(ATError) {
            try await showRegistration()
            // A new registration is a new operator and cell: these are not reported.
            guard registration != was, modem.canAskDuringCall else { return }
            if !isRegistered { try await checkSIM() }
            try await readSignal()
            try await readNetwork()
        } catch {
            fail()
        }
    }

    private func readPacketRegistration() async throws(ATError) {
        packet = try await channel.sendOptional(AT.Registration(.packet)) ?? packet
        try await showRegistration()
    }

    private func readNetwork() async throws(ATError) {
        if let report = try await readOperator() {
            show {
                $0.operatorName = report.name
                $0.operatorCode = report.code
            }
        }
        if let technology = try await channel.sendOptional(AT.AccessTechnologyQuery()) {
            show { $0.accessTechnology = Self.text(technology) }
        }
        modem.showHomeOperator()
    }

    private func readOperator() async throws(ATError) -> OperatorReport? {
        if let both = try await channel.sendOptional(AT.CurrentOperator()) { return both }
        guard let name = try await channel.sendOptional(AT.CurrentOperator(.name)) else { return nil }
        let code = try await channel.sendOptional(AT.CurrentOperator(.code))
        return OperatorReport(name: name.name, code: code?.code ?? "", accessTechnology: name.accessTechnology)
    }

    // MARK: Showing

    private func showRegistration() async throws(ATError) {
        // Before anybody is told of the refusal.
        if registration == .denied, modem.snapshot.network?.registration != .denied { try await readDenial() }
        let shown = modem.snapshot.network?.registration
        let cell = packet?.cellID == nil ? circuit : packet
        show {
            $0.registration = registration
            $0.locationAreaCode = cell?.lac
            $0.cellID = cell?.cellID
        }
        modem.report(.registration(registration))
        // Something may have waited for a network.
        if registration != shown { modem.messages?.wake() }
    }

    func show(_ change: (inout NetworkStatus) -> Void) {
        if Task.isCancelled { return }
        var network = modem.snapshot.network ?? NetworkStatus()
        change(&network)
        modem.snapshot.network = network
    }

    /// Packet registration is what a call needs; many networks report it late or not at all, then the circuit one counts.
    private var registration: NetworkStatus.Registration {
        let both = [packet, circuit].compactMap { $0.map { NetworkStatus.Registration($0.status) } }
        let order: [NetworkStatus.Registration] = [.home, .roaming, .searching, .denied, .idle, .unknown]
        return order.first { both.contains($0) } ?? .unknown
    }

    private var isRegistered: Bool { registration == .home || registration == .roaming }

    nonisolated static func text(_ technology: AccessTechnology?) -> String {
        guard let technology, technology != .noService else { return "" }
        return technology.rawValue
    }
}

extension NetworkStatus.Registration {
    init(_ status: RegistrationStatus) {
        switch status {
        case .idle: self = .idle
        case .home: self = .home
        case .searching: self = .searching
        case .denied: self = .denied
        case .unknown: self = .unknown
        case .roaming: self = .roaming
        }
    }
}

extension Modem {
    /// During a call commands can be sent only where the call has not taken the one port there is.
    var canAskDuringCall: Bool { !isInCall || link?.isShared == false }

    var isInCall: Bool {
        switch snapshot.state {
        case .connecting, .connected, .disconnecting: true
        case .storage, .switching, .settling, .probing, .locked, .disabled, .enabling, .searching, .registered, .failed:
            false
        }
    }

    /// What cannot be asked any more is not known any more.
    func forgetNetwork() {
        if snapshot.network != nil, !Task.isCancelled { snapshot.network = NetworkStatus() }
    }

    /// The home operator's code is a prefix of the IMSI of unknown length; the network we are at home in knows it.
    func showHomeOperator() {
        guard let network = snapshot.network, network.registration == .home, !network.operatorCode.isEmpty,
            subscriberIdentity?.hasPrefix(network.operatorCode) == true
        else { return }
        snapshot.sim?.operatorCode = network.operatorCode
    }
}
