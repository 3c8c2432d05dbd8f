internal import EventLoop

/// Carries one wish through: does what ``Upkeep/StateMachine`` decides, on the stick that the wish is for.
///
/// It outlives the stick's absence: ``stick`` is nil then, and another object of the same stick can take its place.
@LoopActor final class ConnectionUpkeep {
    private(set) var wish: ConnectionWish
    private(set) var status = UpkeepStatus() {
        didSet { if status != oldValue { tell() } }
    }
    private(set) weak var stick: Modem?

    /// By a person, now or before the service was started; not by a profile that connects by itself.
    private(set) var isAskedFor = false
    private var isRecalled = false

    private let clock: any Clock<Duration>
    private let wallClock: @LoopActor () -> UInt64
    private let chance: @LoopActor () -> Double
    private var machine = Upkeep.StateMachine()
    private var isTelling = false
    private var notedLimit: UsageLimit?
    private var dialling: Task<Void, Never>?
    private var timer: Task<Void, Never>?
    /// Callers of ``begin(on:)`` are told of the first result.
    private var waiting: [CheckedContinuation<ModemError?, Never>] = []

    init(_ wish: ConnectionWish, environment: ModemEnvironment) {
        self.wish = wish
        clock = environment.clock
        wallClock = environment.wallClock
        chance = environment.chance
    }

    var isWanted: Bool { machine.isWanted }

    /// A wish that is under way is not replaced by another; one that waits for better times is.
    func checkForNewWish() throws(ModemError) {
        switch machine.state {
        case .dialling: throw .inProgress
        case .up: throw .wrongState(.connected, needed: "disconnect first")
        case .idle, .awaitingReadiness, .waiting, .blocked, .asleep: break
        }
    }

    // MARK: What is wanted

    /// Dials now; returns when the first try has succeeded or failed, and goes on either way.
    func begin(_ wish: ConnectionWish, on stick: Modem) async throws(ModemError) {
        isAskedFor = true
        try await firstResult { want(wish, on: stick) }
    }

    /// The same for who does not wait.
    func want(_ wish: ConnectionWish, on stick: Modem) {
        self.wish = wish
        adopt(stick)
        // Before anything is told: what is told is looked at, and nobody shall find that nothing is wanted.
        feed(.asked)
        note(.asked)
    }

    /// It was wanted before the service was started; its stick may come any time.
    func recall() {
        (isAskedFor, isRecalled) = (true, true)
        feed(.recalled)
    }

    /// The same for a call that is up without anybody here having asked for it.
    func inherit(_ wish: ConnectionWish, on stick: Modem) {
        self.wish = wish
        adopt(stick)
        // What was told by that has been looked at.
        if !isWanted { takeOver() }
    }

    private func takeOver() {
        feed(.inherited)
        note(.up, "left by an earlier run of the service")
    }

    /// For who wants what is wanted already: returns when it is there, or when the try under way has failed.
    func join() async throws(ModemError) {
        isAskedFor = true
        if machine.state == .dialling { try await firstResult {} }
    }

    private func firstResult(_ start: () -> Void) async throws(ModemError) {
        let error = await withCheckedContinuation { continuation in
            waiting.append(continuation)
            start()
        }
        if let error { throw error }
    }

    /// Whether this very wish is being served.
    func serves(_ other: ConnectionWish) -> Bool {
        wish == other && wish.isKept && (machine.state == .dialling || machine.state == .up)
    }

    /// From the next try on.
    func change(to settings: ConnectSettings) { wish.settings = settings }

    /// Nobody wants it any more; returns when the call is over.
    func drop() async {
        isAskedFor = false
        guard machine.isWanted else { return }
        note(.dropped)
        feed(.dropped)
        await dialling?.value
    }

    func suspend() {
        guard machine.isWanted else { return }
        note(.suspended)
        // The stick ends the call by itself.
        lost(.suspended)
    }

    func resume() {
        guard machine.isWanted else { return }
        note(.resumed)
        feed(.resumed)
    }

    // MARK: What becomes of the stick

    /// The stick that the wish is for, perhaps in another port than before.
    func adopt(_ stick: Modem) {
        guard self.stick !== stick else { return }
        let isBack = self.stick == nil && !status.history.entries.isEmpty
        self.stick = stick
        if isRecalled { note(.recalled) } else if isBack { note(.back) }
        isRecalled = false
        tell()
        look(at: stick.snapshot)
    }

    func left() {
        guard stick != nil else { return }
        note(.gone)
        stick = nil
        lost(.down(.deviceGone))
        feed(.notReady)
    }

    private func tell() {
        isTelling = true
        stick?.show(status)
        isTelling = false
    }

    /// The stick's snapshot has changed.
    func look(at snapshot: ModemSnapshot) {
        // What was told here is no news.
        if isTelling { return }
        note(snapshot.connection?.reachedLimit)
        switch snapshot.state {
        case .connected:
            // Wanted before the service was started, and there already.
            if machine.state == .awaitingReadiness, stick?.isCallInherited == true { takeOver() }
        case .connecting, .disconnecting:
            break
        case .registered:
            ended(snapshot)
            feed(.ready)
        case .storage, .switching, .settling, .probing, .locked, .disabled, .enabling, .searching, .failed:
            ended(snapshot)
            feed(.notReady)
        }
    }

    /// Once for each call.
    private func note(_ limit: UsageLimit?) {
        guard notedLimit != limit else { return }
        notedLimit = limit
        if let limit { note(.limit, limit.message) }
    }

    /// A call that was up and is not any more.
    private func ended(_ snapshot: ModemSnapshot) {
        guard machine.state == .up else { return }
        let error = snapshot.connection?.lastError?.error ?? .aborted
        note(.down, error.message)
        lost(.down(error))
    }

    // MARK: Decisions and actions

    private func lost(_ event: Upkeep.StateMachine.Event) {
        if wish.isKept { return feed(event) }
        // There is nothing to hang up any more, and a hang-up could meet the next call.
        _ = machine.handle(.dropped, chance: 0)
        showProgress()
    }

    private func feed(_ event: Upkeep.StateMachine.Event) {
        let actions = machine.handle(event, chance: chance())
        for action in actions { perform(action) }
        showProgress()
    }

    private func showProgress() {
        var next = status
        next.attempt = machine.attempt.map { UInt32(clamping: $0) }
        if machine.state != .waiting { next.nextAttempt = nil }
        status = next
        if case .blocked(let error, _) = machine.state, status.history.entries.last?.event != .blocked {
            note(.blocked, error.message)
        }
    }

    private func perform(_ action: Upkeep.StateMachine.Action) {
        switch action {
        case .dial(let remedy): dial(remedy)
        case .hangUp: hangUp()
        case .wait(let duration):
            status.nextAttempt = wallClock() + UInt64(clamping: duration.components.seconds)
            timer = Task { [clock, weak self] in
                if (try? await clock.sleep(for: duration)) != nil, !Task.isCancelled { self?.feed(.waited) }
            }
        case .stopWaiting:
            timer?.cancel()
            timer = nil
        }
    }

    private func dial(_ remedy: Upkeep.Remedy) {
        let previous = dialling
        dialling = Task {
            await previous?.value
            await self.tryOnce(after: remedy)
        }
    }

    private func tryOnce(after remedy: Upkeep.Remedy) async {
        guard let stick else { return answer(.deviceGone) }
        await apply(remedy, to: stick)
        // Whoever waits is told also where nobody wants it any more.
        guard machine.state == .dialling else { return answer(.aborted) }
        note(.dial, "attempt \(machine.attempt ?? 1)")
        do throws(ModemError) {
            let address = try await stick.connect(wish.settings)
            // It may have come and gone before anybody looked.
            guard stick.snapshot.state == .connected else {
                throw stick.snapshot.connection?.lastError?.error ?? .callFailed(.hangUp)
            }
            note(.up, "\(address.interface) \(address.address)")
            feed(.up)
            answer(nil)
        } catch {
            guard machine.state == .dialling else { return answer(error) }
            note(.dialFailed, error.message)
            lost(.failed(error))
            answer(error)
        }
    }

    private func apply(_ remedy: Upkeep.Remedy, to stick: Modem) async {
        do throws(ModemError) {
            switch remedy {
            case .redial: return
            case .attachAnew:
                note(.attachAnew)
                try await stick.attachAnew()
            case .radioCycle:
                note(.radioCycle)
                try await stick.reset(.radio)
            case .deviceReset:
                note(.deviceReset)
                try await stick.reset(.modem)
            }
        } catch {
            // The try that follows says whether it is any better.
            note(.dialFailed, error.message)
        }
    }

    private func hangUp() {
        guard let stick else { return }
        let previous = dialling
        dialling = Task {
            // Also where the call is still being made; who waits for it is told.
            try? await stick.disconnect()
            await previous?.value
        }
    }

    private func answer(_ error: ModemError?) {
        let callers = waiting
        waiting = []
        for caller in callers { caller.resume(returning: error) }
    }

    private func note(_ event: ConnectionHistory.Event, _ message: String = "") {
        status.history.note(event, message, at: wallClock())
    }
}

extension Modem {
    func show(_ upkeep: UpkeepStatus?) { snapshot.upkeep = upkeep }
}
