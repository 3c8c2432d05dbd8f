internal import ATProtocol
internal import EventLoop

/// One tty that answers AT commands: one command in flight, the others in line, unsolicited lines on the side.
@LoopActor final class ATChannel {
    /// Commands in line beyond the one in flight.
    static let depth = 32
    /// For writing to a port that takes nothing, aborting, the body of a message, and finding the thread again.
    private static let slack = Duration.seconds(120)

    private struct Waiting {
        let id: UInt64
        let command: ATCommand
        let continuation: CheckedContinuation<Result<ATResponse, ATError>, Never>
    }

    private var port: any SerialPort
    private let clock: any Clock<Duration>
    private var reports: AsyncStream<Unsolicited>.Continuation?
    /// Takes what must not be lost, before it waits with other reports, of which the newest are kept; says whether it did.
    var takesFirst: (@LoopActor (Unsolicited) -> Bool)?
    private enum Health {
        case answering
        /// Another program has the tty.
        case lent
        /// Answers nothing, and is sent nothing until ``resynchronise()`` finds the thread again.
        case silent
        case lost
    }

    private var machine = ATExchange.StateMachine()
    private var health = Health.answering
    private var current: Waiting?
    /// Until whoever sent the command has its answer.
    private var undertaking: Undertakings.Ticket?
    /// Its deadline has passed; whether that is its own fault or the port's is known when the `AT` after it was answered.
    private var overdue: Waiting?
    private var line: [Waiting] = []
    private var nextID: UInt64 = 1
    private var deadline: (value: ATExchange.Deadline, timer: Task<Void, Never>)?
    private var reader: Task<Void, Never>?
    /// Writes one after the other: a port may need several turns for one.
    private var writer: Task<Void, Never>?
    private var resynchronised: CheckedContinuation<Bool, Never>?
    /// A search for the thread that is under way; whoever needs the port waits for the same one.
    private var recovery: Task<Bool, Never>?

    /// Whom a command that never ends is told of.
    var account: Undertakings.Account?
    /// Told what became of each command, which is named without its secrets; never what was answered.
    var onOutcome: (@LoopActor (_ port: String, _ command: String, _ outcome: String) -> Void)?
    /// What would give away a port that is none for commands, as long as that is not certain.
    var foreignSpeech: ForeignSpeech?
    /// It has given itself away: it is written to no more from that moment on, and is to be closed.
    private(set) var isForeign = false

    init(_ port: any SerialPort, clock: any Clock<Duration>) {
        self.port = port
        self.clock = clock
        begin()
    }

    /// Of a tty that a call has, and that is not open here; ``replacePort(with:)`` follows when the call is over.
    init(lentWithout clock: any Clock<Duration>) {
        port = AbsentPort()
        self.clock = clock
        health = .lent
    }

    private func begin() {
        startReading()
        // A tty echoes until it is made raw: what the stick got of its own words that way must not stand in front of the
        // first command. A line that does not begin with AT gets no answer (ITU-T V.250, 5.2).
        write([UInt8(ascii: "\r")])
    }

    /// Lines nobody asked for, from now on; the oldest are dropped when a stick floods. Ends with the channel, or when
    /// somebody else listens.
    func listen() -> AsyncStream<Unsolicited> {
        reports?.finish()
        let (stream, continuation) = AsyncStream.makeStream(of: Unsolicited.self, bufferingPolicy: .bufferingNewest(64))
        reports = continuation
        if health == .lost { continuation.finish() }
        return stream
    }

    /// Whether the port has been given up: it let commands and the `AT` after them run into their deadlines.
    var isSilent: Bool { health == .silent }

    // MARK: Commands

    /// Sends a command when its turn comes, and reads the answer.
    ///
    /// Cancelling the task takes a command out of the line, breaks off a call that is being dialled, and aborts a command
    /// that can be aborted; others run to their end. Returns when the port takes the next command, or does not answer.
    @discardableResult
    func send<Request: ATRequest>(_ request: Request) async throws(ATError) -> Request.Reply {
        try request.reply(to: try await exchange(request.command).get())
    }

    /// The same for what a stick may refuse or not know: nil then. A port that is lost or silent is still an error.
    func sendOptional<Request: ATRequest>(_ request: Request) async throws(ATError) -> Request.Reply? {
        do throws(ATError) {
            return try await send(request)
        } catch {
            if error == .portLost || error == .portSilent { throw error }
            return nil
        }
    }

    private func exchange(_ command: ATCommand) async -> Result<ATResponse, ATError> {
        guard line.count < Self.depth else { return .failure(.notReady) }
        switch health {
        case .answering: break
        case .lent: return .failure(.notReady)
        case .silent: return .failure(.portSilent)
        case .lost: return .failure(.portLost)
        }
        let id = nextID
        nextID += 1
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                line.append(Waiting(id: id, command: command, continuation: continuation))
                sendNext()
            }
        } onCancel: {
            Task { @LoopActor in self.cancel(id) }
        }
    }

    private func sendNext() {
        guard current == nil, !line.isEmpty, resynchronised == nil, machine.isReady else { return }
        let next = line.removeFirst()
        current = next
        undertaking = account?.begin(
            "a command on \(port.name)", within: next.command.deadline + next.command.bodyDeadline + Self.slack)
        perform(machine.send(next.command))
    }

    private func cancel(_ id: UInt64) {
        if let index = line.firstIndex(where: { $0.id == id }) {
            line.remove(at: index).continuation.resume(returning: .failure(.timeout))
        } else if let current, current.id == id {
            perform(machine.abort())
        }
    }

    private func perform(_ actions: [ATExchange.Action]) {
        for action in actions {
            switch action {
            case .write(let bytes): write(bytes)
            case .arm(let deadline): arm(deadline)
            case .disarm: disarm()
            case .deliver(let result): deliver(result)
            case .ready: ready(true)
            case .unsolicited(let line): if takesFirst?(line) != true { reports?.yield(line) }
            // Bytes of the call that were read before the port was lent. PPP sends again what nobody answered.
            case .data: break
            case .giveUp: ready(false)
            }
        }
    }

    private func deliver(_ result: Result<ATResponse, ATError>) {
        let waiting = current
        current = nil
        if let onOutcome, let waiting { onOutcome(port.name, waiting.command.logText, Self.word(for: result)) }
        if case .failure(.timeout) = result {
            overdue = waiting
        } else {
            waiting?.continuation.resume(returning: result)
            endUndertaking()
        }
    }

    private static func word(for result: Result<ATResponse, ATError>) -> String {
        switch result {
        case .success: "done"
        case .failure(let error): "\(error)"
        }
    }

    private func endUndertaking() {
        account?.end(undertaking)
        undertaking = nil
    }

    private func deliverOverdue(_ error: ATError) {
        guard let waiting = overdue else { return }
        overdue = nil
        endUndertaking()
        waiting.continuation.resume(returning: .failure(error))
    }

    private func ready(_ isReady: Bool) {
        if health != .lost { health = isReady ? .answering : .silent }
        if let waiting = resynchronised {
            resynchronised = nil
            waiting.resume(returning: isReady)
        }
        let error: ATError = health == .lost ? .portLost : .portSilent
        deliverOverdue(isReady ? .timeout : error)
        if isReady { sendNext() } else { failLine(with: error) }
    }

    private func failLine(with error: ATError) {
        let waiting = line
        line = []
        for entry in waiting { entry.continuation.resume(returning: .failure(error)) }
    }

    private func arm(_ deadline: ATExchange.Deadline) {
        disarm()
        let timer = Task { [weak self, clock] in
            guard (try? await clock.sleep(for: deadline.after)) != nil, let self else { return }
            self.perform(self.machine.expired(deadline))
        }
        self.deadline = (deadline, timer)
    }

    private func disarm() {
        deadline?.timer.cancel()
        deadline = nil
    }

    // MARK: Bytes

    private func write(_ bytes: [UInt8]) {
        let previous = writer
        writer = Task { [weak self, port] in
            await previous?.value
            do throws(SerialError) {
                try await port.write(bytes)
            } catch {
                // A port that takes nothing looks like one that answers nothing; one that is gone says so here first.
                if error == .gone { self?.lose() }
            }
        }
    }

    private func startReading() {
        let incoming = port.incoming
        reader = Task { [weak self] in
            for await bytes in incoming {
                guard let self else { return }
                self.received(bytes)
            }
            if !Task.isCancelled { self?.lose() }
        }
    }

    private func received(_ bytes: [UInt8]) {
        if foreignSpeech?.isHeard(in: bytes) == true {
            isForeign = true
            disarm()
            return lose()
        }
        perform(machine.received(bytes))
    }

    private func lose() {
        health = .lost
        perform(machine.portLost())
        ready(false)
        reports?.finish()
    }

    // MARK: Calls

    /// Stops reading and hands the tty to another program; commands are refused until ``takeBack()``.
    func lend() async throws(SerialError) {
        reader?.cancel()
        reader = nil
        health = .lent
        // Who is in line would wait for the whole call.
        failLine(with: .notReady)
        try await port.lend()
    }

    /// Takes the tty back after a call and brings it back to answering commands.
    /// - Returns: whether it does.
    func takeBack() async throws(SerialError) -> Bool {
        try await port.takeBack()
        health = .answering
        startReading()
        return await resynchronise()
    }

    /// Gives up a tty that has hung up; ``replacePort(with:)`` or ``close()`` follows.
    func closePort() async {
        // Its end is no news: the channel goes on.
        reader?.cancel()
        reader = nil
        disarm()
        health = .silent
        deliver(.failure(machine.hasHandedOver ? .outcomeUnknown : .portSilent))
        deliverOverdue(.portSilent)
        failLine(with: .portSilent)
        await port.close()
    }

    /// Goes on with a tty opened anew: a carrier that dropped hangs up every descriptor the old one had.
    /// - Returns: whether it answers commands.
    func replacePort(with new: any SerialPort) async -> Bool {
        port = new
        machine = ATExchange.StateMachine()
        health = .answering
        begin()
        return await resynchronise()
    }

    /// Makes sure that the port answers: after a call, a dial that was broken off, or a silence. Three tries, since a stick
    /// takes a moment to notice that DTR dropped.
    /// - Returns: whether it does.
    @discardableResult
    func resynchronise() async -> Bool {
        if let recovery { return await recovery.value }
        let recovery = Task { await self.findThread() }
        self.recovery = recovery
        defer { self.recovery = nil }
        return await recovery.value
    }

    private func findThread() async -> Bool {
        for _ in 1...3 where health != .lost {
            if health == .silent { machine = ATExchange.StateMachine() }
            let isReady = await withCheckedContinuation { continuation in
                resynchronised = continuation
                perform(machine.resynchronise())
            }
            if isReady { return true }
        }
        return false
    }

    /// Closes the tty; whoever waits is told that the port is lost.
    func close() async {
        reader?.cancel()
        disarm()
        lose()
        await port.close()
    }
}
