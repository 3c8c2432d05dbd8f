internal import EventLoop
internal import ModemCore

/// Watches one pppd from its start to the last trace of it. Kept alive by its own task until then.
@LoopActor final class CallSupervisor {
    static let startLimit: Duration = .seconds(30)

    private let process: any CallProcess
    private let clock: any Clock<Duration>
    private let continuation: AsyncStream<CallEvent>.Continuation
    private let released: @LoopActor () -> Void

    private var machine = StateMachine()
    private var startTimer: Task<Void, any Error>?
    private var interface: String?
    private var waiters: [CheckedContinuation<Void, Never>] = []

    /// - Parameter released: called once, when nothing of the call is left.
    init(
        _ process: any CallProcess, clock: any Clock<Duration>, continuation: AsyncStream<CallEvent>.Continuation,
        released: @escaping @LoopActor () -> Void
    ) {
        self.process = process
        self.clock = clock
        self.continuation = continuation
        self.released = released
    }

    var processIdentifier: Int32 { process.processIdentifier }
    var since: UInt64? { process.since }

    func start() {
        process.watchReport { [weak self] in self?.readReport() }
        startTimer = Task { @LoopActor [weak self, clock] in
            try await clock.sleep(for: Self.startLimit)
            if let self { self.act(self.machine.startTimeOver()) }
        }
        Task { @LoopActor in
            let (end, messages) = await process.end()
            act(machine.processEnded(end, messages: messages))
        }
        // What is there already: it may be a call of somebody else's making.
        readReport()
    }

    /// Asks for the end; ``hangUp()`` also waits for it.
    func requestHangUp() {
        if machine.isUp, process.outlivesUs { return }
        act(machine.hangUp())
    }

    func hangUp() async {
        requestHangUp()
        if machine.isEnded || (machine.isUp && process.outlivesUs) { return }
        await withCheckedContinuation { waiters.append($0) }
    }

    private func readReport() { act(machine.reported(process.report())) }

    private func act(_ action: StateMachine.Action) {
        switch action {
        case .none: break
        case .publish(let address): publish(address)
        case .terminate: terminate()
        case .finish(let error): finish(error)
        }
    }

    private func publish(_ address: CallAddress) {
        startTimer?.cancel()
        interface = address.interface
        continuation.yield(.up(address))
    }

    private func terminate() {
        startTimer?.cancel()
        Task { @LoopActor [process] in await process.terminate() }
    }

    private func finish(_ error: CallError?) {
        startTimer?.cancel()
        process.cleanUp(interface: interface)
        released()
        continuation.yield(.ended(error))
        continuation.finish()
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}
