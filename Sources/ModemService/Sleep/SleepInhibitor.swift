internal import DBus
internal import EventLoop
internal import Logging

/// Delays the machine's sleep for as long as it takes to end calls in order, by a lock of logind.
///
/// Without logind, or without an answer from it, the machine sleeps when it will: then calls die of it, and sticks are
/// noticed late, and nothing worse.
@LoopActor final class SleepInhibitor {
    /// logind waits five seconds unless it is told otherwise (InhibitDelayMaxSec= in logind.conf(5)); it is not to be what
    /// has to run out of patience.
    static let preparation: Duration = .seconds(4)
    /// On a clock that stands still in sleep: from the moment the machine may sleep to the moment at which it has not.
    static let falseAlarm: Duration = .seconds(60)

    private static let reason = "Ends calls, so that the network does not pay for a peer that is asleep"

    private let clock: any Clock<Duration>
    private let log: Logger
    private let onSleep: @LoopActor () async -> Void
    private let onWake: @LoopActor () -> Void
    private var machine = StateMachine()
    private weak var connection: Connection?
    /// Closing it releases it.
    private var lock: ReceivedDescriptor?
    private var listening: [Task<Void, Never>] = []
    private var question: Task<Void, Never>?
    private var timer: Task<Void, Never>?

    /// - Parameters:
    ///   - clock: stands still while the machine sleeps.
    ///   - prepare: returns when the machine may sleep; what takes too long is not waited for.
    ///   - resume: called when the machine is awake, also after a sleep that was not announced.
    init(
        clock: any Clock<Duration>, log: Logger, prepare: @escaping @LoopActor () async -> Void,
        resume: @escaping @LoopActor () -> Void
    ) {
        self.clock = clock
        self.log = log
        onSleep = prepare
        onWake = resume
    }

    isolated deinit { stop() }

    /// From now on over this connection.
    func follow(_ connection: Connection) {
        forget()
        self.connection = connection
        let sleeps = connection.signals(
            matching: Logind.prepareForSleep.rule(sender: Logind.name, path: Logind.manager.path))
        let owners = connection.signals(matching: .ownerChanges(of: Logind.name))
        listening = [
            Task { [weak self] in
                for await signal in sleeps {
                    guard let begins = try? Logind.prepareForSleep.decode(signal) else { continue }
                    self?.feed(begins ? .sleepAnnounced : .wakeAnnounced)
                }
            },
            Task { [weak self] in
                for await signal in owners {
                    guard let (_, _, owner) = try? MessageBus.ownerChanged.decode(signal), !owner.isEmpty else {
                        continue
                    }
                    self?.feed(.logindMayBeThere)
                }
            },
        ]
        feed(.logindMayBeThere)
    }

    /// Gives the lock back, and delays nothing any more.
    func stop() {
        forget()
        timer?.cancel()
        lock = nil
    }

    private func forget() {
        for task in listening { task.cancel() }
        listening = []
        question?.cancel()
        connection = nil
    }

    private func feed(_ event: StateMachine.Event) {
        for action in machine.handle(event) { perform(action) }
    }

    private func perform(_ action: StateMachine.Action) {
        switch action {
        case .takeLock: takeLock()
        case .releaseLock:
            question?.cancel()
            lock = nil
            log.debug("the machine may sleep")
        case .prepare(let sleep): prepare(sleep)
        case .resume:
            log.info("the machine is awake")
            onWake()
        case .startTimer(let sleep):
            timer = Task { [weak self, clock] in
                if (try? await clock.sleep(for: Self.falseAlarm)) != nil { self?.feed(.overslept(sleep: sleep)) }
            }
        case .stopTimer: timer?.cancel()
        case .complain(let why): log.notice("calls are not ended before the machine sleeps: \(why.words)")
        }
    }

    private func prepare(_ sleep: Int) {
        log.info("the machine is about to sleep")
        Task {
            await onSleep()
            feed(.prepared(sleep: sleep))
        }
        Task { [weak self, clock] in
            guard (try? await clock.sleep(for: Self.preparation)) != nil else { return }
            self?.feed(.prepared(sleep: sleep))
        }
    }

    private func takeLock() {
        guard let connection else { return }
        question?.cancel()
        question = Task { [weak self] in
            do throws(BusError) {
                // Not to be started for this: where logind runs it has been started before us, or tells when it comes.
                let lock = try await connection.call(
                    Logind.inhibit, on: Logind.manager, "sleep", "zte-modemd", Self.reason, "delay",
                    flags: .noAutoStart)
                if Task.isCancelled { return }
                self?.lock = lock
                self?.feed(.lockTaken)
            } catch {
                // Without a bus there is another try when it is back.
                if [BusError.Name.cancelled, BusError.Name.disconnected].contains(error.name) { return }
                self?.feed(.lockRefused(.init(error)))
            }
        }
    }
}

extension SleepInhibitor.StateMachine.Refusal {
    fileprivate init(_ error: BusError) {
        switch error.name {
        case BusError.Name.serviceUnknown, BusError.Name.nameHasNoOwner: self = .noLogind
        case BusError.Name.noReply: self = .noAnswer
        default: self = .refused(error.message)
        }
    }

    fileprivate var words: String {
        switch self {
        case .noLogind: "there is no logind on the bus"
        case .noAnswer: "logind does not answer"
        case .refused(let why): "logind gives no delay: \(why)"
        }
    }
}
