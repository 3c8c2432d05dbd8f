extension Upkeep {
    /// One connection that is wanted, from the wish to its end. Decides; has no clock and no chance of its own.
    package struct StateMachine: Sendable {
        package enum Event: Equatable, Sendable {
            /// Somebody asks for it now: try, in whatever state the stick is.
            case asked
            /// Somebody has asked for it before the service was started: try as soon as the stick is ready.
            case recalled
            /// What is wanted is there already: a call that an earlier run of the service has left.
            case inherited
            /// The stick can be dialled: registered, and nothing stands in the way.
            case ready
            /// It cannot, for now: it searches, is locked, switched off, lent, or gone.
            case notReady
            /// The try that ``Action/dial`` began is over.
            case failed(ModemError)
            case up
            /// The call ended by itself, or because its link was dead.
            case down(ModemError)
            case waited
            /// Suspended: the call is hung up by others, and nothing is tried.
            case suspended
            /// What was before a sleep says nothing about now.
            case resumed
            /// Nobody wants it any more.
            case dropped
        }

        package enum Action: Equatable, Sendable {
            /// What came first, then the try itself.
            case dial(Remedy)
            case hangUp
            /// Say ``Event/waited`` after this long; one timer at most.
            case wait(Duration)
            case stopWaiting
        }

        package enum State: Equatable, Sendable {
            case idle
            /// As soon as the stick can be dialled.
            case awaitingReadiness
            case dialling
            case up
            /// Until the time is up; whether the stick is ready is looked at then.
            case waiting
            /// Only a new wish, or what `until` says, helps.
            case blocked(ModemError, until: Release)
            case asleep
        }

        package enum Release: Equatable, Sendable { case registeredAnew, askedAgain }

        package private(set) var state = State.idle
        /// In a row.
        package private(set) var failures = 0
        private var refusals = 0
        private var isReady = false

        package init() {}

        /// Which try in a row is under way or was last, from 1; nil while there is none.
        package var attempt: Int? {
            switch state {
            case .dialling, .waiting: failures + (state == .dialling ? 1 : 0)
            case .idle, .awaitingReadiness, .up, .blocked, .asleep: nil
            }
        }

        package var isWanted: Bool { state != .idle }

        /// - Parameter chance: 0 to 1, used where there is something to wait for.
        package mutating func handle(_ event: Event, chance: Double) -> [Action] {
            switch event {
            case .asked: asked()
            case .recalled: recalled()
            case .inherited: inherited()
            case .ready: readinessChanged(true)
            case .notReady: readinessChanged(false)
            case .failed(let error): state == .dialling ? lost(error, chance) : []
            case .up: cameUp()
            case .down(let error): state == .up ? lost(error, chance) : []
            case .waited: waited()
            case .suspended: suspended()
            case .resumed: resumed()
            case .dropped: dropped()
            }
        }

        private mutating func asked() -> [Action] {
            switch state {
            case .dialling, .up: return []
            case .idle, .awaitingReadiness, .blocked, .asleep: return dial(.redial, forgettingFailures: true)
            case .waiting: return [.stopWaiting] + dial(.redial, forgettingFailures: true)
            }
        }

        private mutating func recalled() -> [Action] {
            if state == .idle { state = .awaitingReadiness }
            return []
        }

        private mutating func inherited() -> [Action] {
            guard state == .idle || state == .awaitingReadiness else { return [] }
            (state, failures, refusals) = (.up, 0, 0)
            return []
        }

        private mutating func readinessChanged(_ now: Bool) -> [Action] {
            let before = isReady
            isReady = now
            switch state {
            case .awaitingReadiness: return now ? dial(remedy) : []
            case .blocked(_, until: .registeredAnew): return now && !before ? dial(.redial) : []
            case .idle, .dialling, .up, .waiting, .blocked(_, until: .askedAgain), .asleep: return []
            }
        }

        private mutating func cameUp() -> [Action] {
            guard state == .dialling else { return [] }
            (state, failures, refusals) = (.up, 0, 0)
            return []
        }

        private mutating func lost(_ error: ModemError, _ chance: Double) -> [Action] {
            failures += 1
            switch error.outlook {
            case .refused:
                refusals += 1
                return refusals < Limits.refusals ? wait(chance) : block(error, until: .askedAgain)
            case .retry:
                return wait(chance)
            case .retryWhenRegistered:
                return block(error, until: .registeredAnew)
            case .hopeless:
                return block(error, until: .askedAgain)
            }
        }

        private mutating func waited() -> [Action] {
            guard state == .waiting else { return [] }
            if isReady { return dial(remedy) }
            state = .awaitingReadiness
            return []
        }

        private mutating func suspended() -> [Action] {
            switch state {
            case .idle, .asleep, .blocked: return []
            case .waiting: return sleep() + [.stopWaiting]
            case .awaitingReadiness: return sleep()
            case .dialling, .up: return sleep() + [.hangUp]
            }
        }

        private mutating func sleep() -> [Action] {
            state = .asleep
            return []
        }

        private mutating func resumed() -> [Action] {
            guard state == .asleep else { return [] }
            (failures, refusals) = (0, 0)
            if isReady { return dial(.redial) }
            state = .awaitingReadiness
            return []
        }

        private mutating func dropped() -> [Action] {
            let before = state
            (state, failures, refusals) = (.idle, 0, 0)
            switch before {
            case .idle, .awaitingReadiness, .blocked, .asleep: return []
            case .waiting: return [.stopWaiting]
            case .dialling, .up: return [.hangUp]
            }
        }

        private var remedy: Remedy { failures == 0 ? .redial : Remedy(after: failures) }

        private mutating func dial(_ remedy: Remedy, forgettingFailures: Bool = false) -> [Action] {
            if forgettingFailures { (failures, refusals) = (0, 0) }
            state = .dialling
            return [.dial(remedy)]
        }

        private mutating func wait(_ chance: Double) -> [Action] {
            state = .waiting
            return [.wait(Upkeep.wait(after: failures, chance: chance))]
        }

        private mutating func block(_ error: ModemError, until release: Release) -> [Action] {
            // What it waits for may have come with the news of the failure.
            state = .blocked(error, until: release)
            return []
        }
    }
}
