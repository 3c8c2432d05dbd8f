import EventLoop
import ModemAPI
import ModemClient

/// Shows on standard error how far a stick is.
@LoopActor final class Progress {
    private let output: Output
    private let clock: LoopClock
    private let start: LoopClock.Instant
    private var text: ProgressText
    private var step = ""
    private var ticker: Task<Void, Never>?
    private var isPaused = false

    init(output: Output = .error, clock: LoopClock = .monotonic) {
        self.output = output
        self.clock = clock
        start = clock.now
        let canOverwrite = output.isTerminal && Output.variable("TERM") != "dumb"
        text = ProgressText(canOverwrite ? .line(width: output.width ?? 80) : .log)
    }

    /// Shows what `modem` does now, and from then on what it does next.
    func follow(_ modem: RemoteModem, _ changes: AsyncStream<ModemChange>) -> Task<Void, Never> {
        show(modem)
        return Task { @LoopActor in
            for await change in changes {
                switch change {
                case .state(let changed, _), .message(let changed), .arrived(let changed):
                    if changed.path == modem.path { show(changed) }
                // The attempts of a switch.
                case .properties(let changed, _, _):
                    if changed.path == modem.path { show(changed) }
                case .left, .serviceLeft, .serviceReturned: break
                }
            }
        }
    }

    /// Ends it; the line is free for what comes next.
    func finish() {
        ticker?.cancel()
        ticker = nil
        try? output.write(text.finish())
    }

    /// Runs `question` with the line free for it.
    func pausing<Answer: Sendable>(_ question: @LoopActor () async throws -> Answer) async throws -> Answer {
        isPaused = true
        try? output.write(text.finish())
        defer {
            isPaused = false
            refresh()
        }
        return try await question()
    }

    private func show(_ modem: RemoteModem) { show("\(modem.physicalPort): \(StepText.text(modem))") }

    /// Shows what is going on, with the time it takes.
    func show(_ what: String) {
        step = what
        refresh()
        if ticker == nil, text.style != .log { ticker = tick() }
    }

    private func refresh() {
        if !isPaused { try? output.write(text.show(step, elapsed: start.duration(to: clock.now))) }
    }

    private func tick() -> Task<Void, Never> {
        Task { @LoopActor in
            while (try? await clock.sleep(for: .seconds(1))) != nil { refresh() }
        }
    }
}
