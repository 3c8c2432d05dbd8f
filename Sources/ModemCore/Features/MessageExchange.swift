internal import ATProtocol
internal import EventLoop

/// Takes the messages of one SIM from the stick into the archive, and those in the queue from there to the network.
///
/// Works while the SIM is open, one thing at a time. What could not be done is tried again after a while, and everything is
/// looked at now and then: sticks lose announcements (MF626: `+CDSI`).
@LoopActor final class MessageExchange {
    private static let pollInterval: Duration = .seconds(300)
    /// After something that did not work.
    private static let retryInterval: Duration = .seconds(30)
    private static let pollTolerance: Duration = .seconds(10)
    /// Messages that were handed over and have no other place; more than that in one turn is a flood.
    private static let handedLimit = 256

    let modem: Modem
    let book: MessageBook
    /// ICCID.
    let card: String
    private let identifier: String
    /// What can be read and deleted from, once the stick has said so. Empty: it has one, without a name.
    private var memories: [MessageMemory] = []
    /// The port that was told how, and after how many commands of an administrator, which may have told it otherwise.
    private var prepared: (channel: ATChannel, commands: Int)?
    /// To be read, by name.
    private var due: Set<String> = []
    private var handed: [RawMessage] = []
    /// A message is on its way to the stick, or waits for its answer.
    var isHandingOver = false {
        didSet { if !isHandingOver { endWaiting() } }
    }
    private var waiting: [CheckedContinuation<Void, Never>] = []
    /// Something did not work since everything was last looked at; what wakes us in between is no reason to wait longer.
    var hasTrouble = false
    private let (wakes, waker) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))

    init(_ modem: Modem, _ book: MessageBook, card: String, identifier: String) {
        (self.modem, self.book, self.card, self.identifier) = (modem, book, card, identifier)
    }

    /// Until it is cancelled.
    func run() async {
        book.attach(self, for: identifier) { [weak self] in self?.wake() }
        defer { book.detach(self, from: identifier) }
        requestAll()
        while !Task.isCancelled {
            await work()
            let rest = hasTrouble ? Self.retryInterval : Self.pollInterval
            let timer = Task { [weak self, clock = modem.environment.clock] in
                guard (try? await clock.sleep(for: rest, tolerance: Self.pollTolerance)) != nil else { return }
                self?.requestAll()
            }
            var iterator = wakes.makeAsyncIterator()
            await iterator.next()
            timer.cancel()
        }
        await takeHanded()
    }

    /// There may be something to do: a message in the queue, a network to send it by, a port to ask.
    func wake() { waker.yield() }

    private func requestAll() {
        hasTrouble = false
        due = Set(memories.map(\.rawValue) + [""])
        wake()
    }

    /// - Returns: whether it meant anything.
    func reported(_ line: Unsolicited) -> Bool {
        switch line {
        case .cmti(let storage, _), .cdsi(let storage, _): due.insert(storage)
        case .cmt(let message), .cds(let message):
            if handed.count < Self.handedLimit { handed.append(message) }
        default: return false
        }
        wake()
        return true
    }

    /// Before the ports go: returns when no message waits for its answer, or when that has taken too long. Machines wait five
    /// seconds for those who have something to do before a sleep.
    func waitUntilHandedOver() async {
        guard isHandingOver else { return }
        let timer = Task { [clock = modem.environment.clock] in
            if (try? await clock.sleep(for: Self.answerPatience)) != nil { self.endWaiting() }
        }
        await withCheckedContinuation { waiting.append($0) }
        timer.cancel()
    }

    private static let answerPatience: Duration = .seconds(4)

    private func endWaiting() {
        waiting.forEach { $0.resume() }
        waiting = []
    }

    // MARK: Work

    private func work() async {
        await takeHanded()
        guard modem.canAskDuringCall, let channel = modem.link?.control else { return hasTrouble = true }
        guard await prepare(channel) else { return }
        // Announced under a name that cannot be chosen, or asked for by the poll: then all are meant.
        let named = memories.filter { due.contains($0.rawValue) }
        let wanted = named.count == due.count ? named : memories
        let isAnythingDue = !due.isEmpty
        due = []
        if isAnythingDue {
            if memories.isEmpty { await read(nil, over: channel) }
            for memory in wanted where !Task.isCancelled { await read(memory, over: channel) }
        }
        await sendQueue(over: channel)
    }

    /// Whether the SIM in the stick is still the one whose messages these are: few sticks say that one was changed.
    func isStillTheCard(_ channel: ATChannel) async throws(ATError) -> Bool {
        let now = try await modem.readCardIdentity(channel)
        if now == card { return true }
        hasTrouble = true
        if now != nil { modem.link?.watch?.restart() }
        return false
    }

    /// Nothing else has them: they stay here until they are on the disk.
    private func takeHanded() async {
        while let raw = handed.first {
            do throws(MessageArchiveError) {
                switch Found(raw) {
                case .message(let message): try await book.take([message], of: card)
                case .report(let report): try await book.note(report, of: card)
                }
                handed.removeFirst()
            } catch {
                return hasTrouble = true
            }
        }
    }

    func isPrepared(_ channel: ATChannel) -> Bool {
        prepared.map { $0.channel === channel && $0.commands == modem.directCommandCount } ?? false
    }

    /// - Returns: whether the stick has a message service at all.
    func prepare(_ channel: ATChannel) async -> Bool {
        if isPrepared(channel) { return true }
        let commands = modem.directCommandCount
        do throws(ATError) {
            channel.takesFirst = { [weak self] line in
                switch line {
                // Nobody else has them.
                case .cmt, .cds: self?.reported(line) ?? false
                default: false
                }
            }
            _ = try await channel.sendIfKnown(AT.MessageService())
            try await channel.send(AT.MessageFormat())
            try await turnOnAnnouncements(channel)
            memories = try await readableMemories(channel)
        } catch {
            hasTrouble = true
            return false
        }
        prepared = (channel, commands)
        due.insert("")
        if !Task.isCancelled { modem.snapshot.canSendMessages = true }
        return true
    }

    /// Reports by `+CDS`; by `+CDSI` where there is no such thing, and none where there is neither.
    private func turnOnAnnouncements(_ channel: ATChannel) async throws(ATError) {
        for reports in [AT.MessageIndication.Reports.direct, .stored, .silent] {
            let indication = AT.MessageIndication(messages: .stored, reports: reports)
            if try await channel.sendIfKnown(indication) != nil { return }
        }
    }

    private func readableMemories(_ channel: ATChannel) async throws(ATError) -> [MessageMemory] {
        let all = try await channel.sendIfKnown(AT.MessageStorageList()) ?? []
        // What is of both together would be read twice; cells' broadcasts are nobody's messages.
        return all.filter { [.sim, .equipment, .statusReports].contains($0) }
    }
}

extension ATChannel {
    /// Nil: the stick does not know it, or refuses it for good. A SIM that is not done yet is an error.
    func sendIfKnown<Request: ATRequest>(_ request: Request) async throws(ATError) -> Request.Reply? {
        do throws(ATError) {
            return try await send(request)
        } catch {
            if error.isBusySIM || error == .portLost || error == .portSilent || error == .timeout { throw error }
            return nil
        }
    }
}
