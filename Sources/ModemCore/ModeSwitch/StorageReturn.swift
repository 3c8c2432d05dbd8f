/// The way back: of a modem becomes a CD-ROM.
///
/// No command for it is known. Firmware that starts over shows its CD-ROM first, and that is what a reset of its USB port does to
/// many sticks; to some, losing their configuration.
package enum StorageReturn {
    package enum Limits {
        /// For a reset and all that the kernel does after it.
        package static let step: Duration = .seconds(15)
        /// A stick that has taken it and is still there has not understood. Long: all its ports go and come before udevd gets
        /// to say that it has left.
        package static let departure: Duration = .seconds(10)
        /// Off the bus, before it has to be back.
        package static let absence: Duration = .seconds(20)
    }

    /// In the order of trying.
    package enum Way: Equatable, Sendable {
        case reset, reauthorisation
    }

    /// Why it did not become a CD-ROM. Raw values are values of `StateReason`.
    package enum Failure: String, Error, Equatable, CaseIterable, Sendable {
        /// It stayed a modem, or came back as one.
        case noWayBack = "no-way-back"
        /// It left the bus and did not come back.
        case vanished = "switch-no-return"
        case unknownDevice = "unknown-device"
        /// The USB node may not be opened.
        case noAccess = "usb-access"
    }

    /// Decides; does nothing itself.
    package struct StateMachine: Sendable {
        package enum Event: Equatable, Sendable {
            case performed(Way)
            case notPerformed(Way, StorageError)
            case detached
            case returnedAsStorage
            case returnedAsModem
            case returnedAsOther
            case timeout
        }

        package enum Action: Equatable, Sendable {
            case perform(Way)
            case startTimer(Duration)
            case stopTimer
            case succeed
            case fail(Failure)
        }

        private enum State: Equatable, Sendable {
            case idle
            case performing(Way)
            /// Carried out; the stick is still there.
            case awaitingDeparture(Way)
            case awaitingReturn(Way)
            case ended
        }

        private var state = State.idle
        /// Whether the first way failed because it was not allowed.
        private var isForbidden = false

        package init() {}

        package mutating func start() -> [Action] {
            guard state == .idle else { return [] }
            return begin(.reset)
        }

        package mutating func handle(_ event: Event) -> [Action] {
            switch state {
            case .idle, .ended: []
            case .performing(let way): whilePresent(event, way, isPerforming: true)
            case .awaitingDeparture(let way): whilePresent(event, way, isPerforming: false)
            case .awaitingReturn(let way): whileAway(event, way)
            }
        }

        private mutating func whilePresent(_ event: Event, _ way: Way, isPerforming: Bool) -> [Action] {
            switch event {
            case .performed(way) where isPerforming, .notPerformed(way, .gone) where isPerforming:
                state = .awaitingDeparture(way)
                return [.startTimer(Limits.departure)]
            case .notPerformed(way, let error) where isPerforming:
                isForbidden = error == .accessDenied
                return next(after: way)
            case .performed, .notPerformed: return []
            case .detached:
                state = .awaitingReturn(way)
                return [.startTimer(Limits.absence)]
            case .returnedAsStorage, .returnedAsModem, .returnedAsOther: return returned(event, way)
            case .timeout: return next(after: way)
            }
        }

        private mutating func whileAway(_ event: Event, _ way: Way) -> [Action] {
            switch event {
            case .returnedAsStorage, .returnedAsModem, .returnedAsOther: returned(event, way)
            case .timeout: end(.vanished)
            case .performed, .notPerformed, .detached: []
            }
        }

        private mutating func returned(_ event: Event, _ way: Way) -> [Action] {
            switch event {
            case .returnedAsStorage:
                state = .ended
                return [.stopTimer, .succeed]
            case .returnedAsModem: return next(after: way)
            case .returnedAsOther: return end(.unknownDevice)
            case .performed, .notPerformed, .detached, .timeout: return []
            }
        }

        private mutating func next(after way: Way) -> [Action] {
            switch way {
            case .reset: begin(.reauthorisation)
            case .reauthorisation: end(isForbidden ? .noAccess : .noWayBack)
            }
        }

        private mutating func begin(_ way: Way) -> [Action] {
            isForbidden = false
            state = .performing(way)
            return [.startTimer(Limits.step), .perform(way)]
        }

        private mutating func end(_ failure: Failure) -> [Action] {
            state = .ended
            return [.stopTimer, .fail(failure)]
        }
    }
}
