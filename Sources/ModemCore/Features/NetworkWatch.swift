internal import ATProtocol
internal import EventLoop

/// Keeps the network part of the snapshot true: by what the stick reports on its own, and by asking now and then.
@LoopActor final class NetworkWatch {
    /// Signal is not reported by these sticks, and a report may be lost.
    private static let pollInterval: Duration = .seconds(30)

    private let modem: Modem
    private let channel: ATChannel
    private var circuit: RegistrationUpdate?
    private var packet: RegistrationUpdate?

    init(modem: Modem, channel: ATChannel) {
        self.modem = modem
        self.channel = channel
    }

    /// Turns the reports on and reads the registration once.
    func start() async throws(ATError) {
        for domain in [RegistrationDomain.circuit, .packet] {
            let reportsCell = try await channel.sendOptional(AT.RegistrationReporting(domain)) != nil
            if !reportsCell { _ = try await channel.sendOptional(AT.RegistrationReporting(domain, withCell: false)) }
        }
        try await readRegistration()
    }

    /// Until the port is lost or the task cancelled.
    func run() async throws(ATError) {
        try await readNetwork()
        let poll = Task { try await self.poll() }
        defer { poll.cancel() }
        for await line in channel.unsolicited { await handle(line) }
        if !Task.isCancelled { throw .portLost }
    }

    private func poll() async throws {
        while true {
            try await modem.environment.clock.sleep(for: Self.pollInterval)
            guard modem.canAskDuringCall else { continue }
            try await readRegistration()
            try await readNetwork()
        }
    }

    private func handle(_ line: Unsolicited) async {
        switch line {
        case .creg(let report): await update(.circuit, to: report)
        case .cgreg(let report): await update(.packet, to: report)
        case .zpasr(let technology): show { $0.accessTechnology = Self.text(technology) }
        case .zdonr(let change):
            show {
                $0.operatorName = change.name
                $0.operatorCode = change.code
            }
        case .cpin(let state): modem.simReported(state)
        case .noCarrier, .cereg, .zusimr, .zend, .zpstm, .cmti, .cdsi, .cusd, .ring, .other: break
        }
    }

    private func update(_ domain: RegistrationDomain, to report: RegistrationUpdate) async {
        let was = registration
        if domain == .circuit { circuit = report } else { packet = report }
        showRegistration()
        // A new registration is a new operator and cell: these are not reported.
        if registration != was, modem.canAskDuringCall { try? await readNetwork() }
    }

    private func readRegistration() async throws(ATError) {
        circuit = try await channel.sendOptional(AT.Registration(.circuit)) ?? circuit
        packet = try await channel.sendOptional(AT.Registration(.packet)) ?? packet
        showRegistration()
    }

    private func readNetwork() async throws(ATError) {
        if let signal = try await channel.sendOptional(AT.Signal()) {
            show {
                $0.signalQuality = signal.percent.map { UInt32(clamping: $0) }
                $0.signalDbm = signal.dBm
            }
        }
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

    private func showRegistration() {
        let cell = packet?.cellID == nil ? circuit : packet
        show {
            $0.registration = registration
            $0.locationAreaCode = cell?.lac
            $0.cellID = cell?.cellID
        }
        modem.report(.registration(registration))
    }

    private func show(_ change: (inout NetworkStatus) -> Void) {
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

    private static func text(_ technology: AccessTechnology?) -> String {
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
    var canAskDuringCall: Bool {
        switch snapshot.state {
        case .connecting, .connected, .disconnecting: link?.isShared == false
        case .storage, .switching, .settling, .probing, .locked, .disabled, .enabling, .searching, .registered, .failed:
            true
        }
    }

    /// The home operator's code is a prefix of the IMSI of unknown length; the network we are at home in knows it.
    func showHomeOperator() {
        guard let network = snapshot.network, network.registration == .home, !network.operatorCode.isEmpty,
            subscriberIdentity?.hasPrefix(network.operatorCode) == true
        else { return }
        snapshot.sim?.operatorCode = network.operatorCode
    }
}
