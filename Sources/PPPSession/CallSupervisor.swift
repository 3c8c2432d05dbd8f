internal import EventLoop
internal import ModemCore

/// Watches one pppd from its start to the last trace of it. Kept alive by its own task until then.
@LoopActor final class CallSupervisor {
    static let startLimit: Duration = .seconds(30)
    static let grace: Duration = .seconds(5)

    private let child: ChildProcess
    private let folder: CallFolder
    private let folderWatch: FolderWatch
    private let messages: MessagePipe
    private let names: NameWithdrawal
    private let lock: String
    private let pidFiles: String
    private let clock: any Clock<Duration>
    private let continuation: AsyncStream<CallEvent>.Continuation
    private let released: @LoopActor () -> Void

    private var machine = StateMachine()
    private var startTimer: Task<Void, any Error>?
    private var interface: String?
    private var waiters: [CheckedContinuation<Void, Never>] = []

    /// - Parameters:
    ///   - lock: path of the tty's UUCP lock.
    ///   - pidFiles: folder of pppd's `ppp0.pid`.
    ///   - released: called once, when nothing of the call is left.
    init(
        _ child: ChildProcess, folder: consuming CallFolder, folderWatch: FolderWatch, messages: MessagePipe,
        names: NameWithdrawal, lock: String, pidFiles: String, clock: any Clock<Duration>,
        continuation: AsyncStream<CallEvent>.Continuation,
        released: @escaping @LoopActor () -> Void
    ) {
        self.child = child
        self.folder = folder
        self.folderWatch = folderWatch
        self.messages = messages
        self.names = names
        self.lock = lock
        self.pidFiles = pidFiles
        self.clock = clock
        self.continuation = continuation
        self.released = released
    }

    var processIdentifier: Int32 { child.processIdentifier }

    func start() {
        folderWatch.changed = { [weak self] in self?.readReport() }
        startTimer = Task { @LoopActor [weak self, clock] in
            try await clock.sleep(for: Self.startLimit)
            if let self { self.act(self.machine.startTimeOver()) }
        }
        Task { @LoopActor in
            let end = await child.end()
            messages.finish()
            // ppp-down did not run, or not to its end.
            if folder.hasNames { await names.forget(folder.path) }
            act(machine.processEnded(end, messages: messages.tail.lines))
        }
    }

    /// Asks for the end; ``hangUp()`` also waits for it.
    func requestHangUp() { act(machine.hangUp()) }

    func hangUp() async {
        requestHangUp()
        if machine.isEnded { return }
        await withCheckedContinuation { waiters.append($0) }
    }

    private func readReport() {
        let address = folder.readReport(limit: AddressReport.limit).flatMap(AddressReport.parse)
        act(machine.reported(address))
    }

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
        Task { @LoopActor [child, clock] in await child.terminate(grace: Self.grace, clock: clock) }
    }

    private func finish(_ error: CallError?) {
        startTimer?.cancel()
        folderWatch.cancel()
        folder.remove()
        ProcessIDFile.remove(lock, leftBy: child.processIdentifier)
        if let interface { ProcessIDFile.remove("\(pidFiles)/\(interface).pid", leftBy: child.processIdentifier) }
        released()
        continuation.yield(.ended(error))
        continuation.finish()
        for waiter in waiters { waiter.resume() }
        waiters = []
    }
}
