package import EventLoop
package import Logging

/// Tells systemd that the service lives, as long as it does: the loop turns, and every part keeps its deadlines. Where one does
/// not, it is named in the log and systemd is left to start the service anew.
///
/// A stick that is silent, and a tty that takes half a minute to close, are no hangs: whoever waits for them gives up in time.
@LoopActor package final class Watchdog {
    /// One piece of work on a lane: the last close of a tty takes up to 30 s, a reset of a device less.
    package nonisolated static let laneLimit = Duration.seconds(180)

    /// What to do after a look at who is late.
    enum Verdict: Equatable {
        case feed
        /// The loop may just have been kept from running: who is late has a moment to come to its end.
        case lookAgain
        /// With those that were not late when it was last withheld.
        case withhold(new: [Undertakings.Late])
    }

    struct StateMachine: Sendable {
        private var suspects: Set<Undertakings.Late> = []
        private var convicted: Set<Undertakings.Late> = []

        /// - Parameter late: who is late now.
        mutating func judge(_ late: [Undertakings.Late]) -> Verdict {
            let confirmed = late.filter { suspects.contains($0) }
            suspects = Set(late)
            if late.isEmpty || (confirmed.isEmpty && convicted.isEmpty) {
                convicted = []
                return late.isEmpty ? .feed : .lookAgain
            }
            let new = confirmed.filter { !convicted.contains($0) }
            convicted = Set(confirmed)
            return convicted.isEmpty ? .lookAgain : .withhold(new: new)
        }
    }

    private let notification: ServiceNotification
    private let undertakings: Undertakings
    private let lanes: [BlockingLane]
    private let clock: any Clock<Duration>
    private let log: Logger
    private var machine = StateMachine()

    package init(
        _ notification: ServiceNotification, undertakings: Undertakings, lanes: [BlockingLane],
        clock: any Clock<Duration>, log: Logger
    ) {
        self.notification = notification
        self.undertakings = undertakings
        self.lanes = lanes
        self.clock = clock
        self.log = log
    }

    /// Until cancelled; returns at once where systemd has not asked for it.
    package func run() async {
        guard let limit = notification.watchdogLimit else { return }
        while !Task.isCancelled {
            let pause: (duration: Duration, tolerance: Duration)
            switch machine.judge(undertakings.late + lateLanes()) {
            case .feed:
                notification.alive()
                // Half of it on average, and together with another timer if there is one.
                pause = (limit * 3 / 8, limit / 4)
            case .lookAgain: pause = (min(.seconds(1), limit / 8), .zero)
            case .withhold(let new):
                new.forEach(complain)
                pause = (limit / 8, .zero)
            }
            guard (try? await clock.sleep(for: pause.duration, tolerance: pause.tolerance)) != nil else { return }
        }
    }

    private func complain(about late: Undertakings.Late) {
        log.critical(
            "a part of the service hangs; systemd starts it anew",
            metadata: ["modem": "\(late.owner)", "what": "\(late.what)", "limit": "\(late.limit)"])
    }

    /// Lanes are looked at, so that their work costs nothing more. What sits in the kernel would outlive a restart, and keep
    /// the name on the bus.
    private func lateLanes() -> [Undertakings.Late] {
        let now = LoopClock.monotonic.now
        return lanes.compactMap { lane in
            guard let since = lane.busySince, since.advanced(by: Self.laneLimit) < now, !lane.isStuckInKernel else {
                return nil
            }
            return Undertakings.Late(lane: lane.name, since: since, limit: Self.laneLimit)
        }
    }
}
