package import DeviceCatalog

/// The mode switch of the stick in one physical port.
package enum ModeSwitch {
    /// Bounds of one switch, with what they follow from.
    package enum Limits {
        /// A stick that takes the command leaves the bus within 0.3 s (measured); ten times that is a no.
        package static let departureAfterCommand: Duration = .seconds(3)
        /// A stick that turns by itself does so about 4 s after the last SCSI command; it is left alone for twice that.
        package static let departureAfterRelease: Duration = .seconds(8)
        /// A stick that answers nobody any more has left, and the kernel may need seconds to let go of its drivers before it
        /// says so. After this it is taken to be there still.
        package static let departureAfterSilence: Duration = .seconds(10)
        package static let total: Duration = .seconds(45)
        package static let attempts = 3
    }

    /// Why a switch ended without a modem. Raw values are values of `StateReason`.
    package enum Failure: String, Error, Equatable, Sendable {
        /// Every attempt went by and the stick is still a CD-ROM.
        case ignored = "switch-ignored"
        /// It left the bus and did not come back.
        case vanished = "switch-no-return"
        /// It came back as something that is neither CD-ROM nor known modem.
        case unknownDevice = "unknown-device"
        /// The USB node may not be opened or is held by another program.
        case noAccess = "usb-access"
    }

    /// Decides; does nothing itself. Keyed by the physical port, so it lives through the stick's absence.
    package struct StateMachine: Sendable {
        package enum Event: Equatable, Sendable {
            /// The method has been carried out as far as it goes: the commands are sent, or the driver is off.
            case performed
            /// It could not be carried out, or not to its end.
            case notPerformed(StorageError)
            case detached
            /// A device of the same port, again mass storage.
            case returnedAsStorage
            /// A device of the same port whose interfaces are no longer mass storage, with an id that is expected.
            case returnedAsModem
            case returnedAsOther
            case departureTimeout
            case totalTimeout
        }

        package enum Action: Equatable, Sendable {
            /// Carry out `method`; the stick is `attempt` attempts old.
            case perform(SwitchMethod, attempt: Int)
            /// Give the interface back if a method holds it.
            case letGo
            case startDepartureTimer(Duration)
            case startTotalTimer(Duration)
            case stopTimers
            case succeed
            case fail(Failure)
        }

        private enum State: Equatable, Sendable {
            case idle
            case performing(attempt: Int)
            case awaitingDeparture(attempt: Int)
            case awaitingReturn(attempt: Int)
            case succeeded
            case failed(Failure)
        }

        private let methods: [SwitchMethod]
        private var state: State = .idle

        /// - Parameter methods: the order to try them in; a recipe has at least one.
        package init(methods: [SwitchMethod]) { self.methods = methods }

        /// How often the stick was told, this attempt included.
        package var attempts: Int {
            switch state {
            case .idle: 0
            case .performing(let attempt), .awaitingDeparture(let attempt), .awaitingReturn(let attempt): attempt
            case .succeeded, .failed: lastAttempt
            }
        }

        private var lastAttempt = 0
        /// Whether the last attempt failed because another program has the interface.
        private var isHeld = false
        /// Of the attempt under way, or of the last one.
        private var methodIndex = 0
        /// Something was done to it at some attempt.
        private var hasPerformed = false
        /// Of the attempt before that.
        private var earlierMethodIndex = 0

        /// The method of the attempt under way, or of the last one.
        package var method: SwitchMethod? { methods.isEmpty || attempts == 0 ? nil : methods[methodIndex] }

        package mutating func start() -> [Action] {
            guard state == .idle else { return [] }
            return [.startTotalTimer(Limits.total)] + begin(attempt: 1)
        }

        package mutating func handle(_ event: Event) -> [Action] {
            switch state {
            case .idle, .succeeded, .failed:
                []
            case .performing(let attempt):
                whilePerforming(event, attempt: attempt)
            case .awaitingDeparture(let attempt):
                whileAwaitingDeparture(event, attempt: attempt)
            case .awaitingReturn(let attempt):
                whileAwaitingReturn(event, attempt: attempt)
            }
        }

        private mutating func whilePerforming(_ event: Event, attempt: Int) -> [Action] {
            switch event {
            case .notPerformed(.accessDenied):
                return end(.noAccess)
            case .notPerformed(.absent) where hasPerformed:
                // udev may tell that later than a stick has time to leave. Nothing was done now: it obeyed what came before.
                methodIndex = earlierMethodIndex
                state = .awaitingDeparture(attempt: attempt)
                return [.letGo, .startDepartureTimer(Limits.departureAfterSilence)]
            case .notPerformed(.gone):
                hasPerformed = true
                state = .awaitingDeparture(attempt: attempt)
                return [.letGo, .startDepartureTimer(Limits.departureAfterSilence)]
            case .performed, .notPerformed:
                if event != .notPerformed(.absent) { hasPerformed = true }
                isHeld = event == .notPerformed(.busy)
                // Whatever went wrong on the wire, the stick may have understood: it gets its time to leave.
                state = .awaitingDeparture(attempt: attempt)
                return [.startDepartureTimer(departureLimit)]
            case .detached:
                // Whose merit that is, this method's or the one's before, the result of this one will tell.
                state = .awaitingReturn(attempt: attempt)
                return []
            case .departureTimeout:
                return []
            case .totalTimeout:
                return end(.ignored)
            case .returnedAsStorage, .returnedAsModem, .returnedAsOther:
                return returned(event, attempt: attempt)
            }
        }

        private mutating func whileAwaitingDeparture(_ event: Event, attempt: Int) -> [Action] {
            switch event {
            case .detached:
                state = .awaitingReturn(attempt: attempt)
                return [.letGo]
            case .departureTimeout:
                earlierMethodIndex = methodIndex
                methodIndex = (methodIndex + 1) % methods.count
                return [.letGo] + next(after: attempt)
            case .totalTimeout:
                return end(.ignored)
            case .performed, .notPerformed:
                return []
            case .returnedAsStorage, .returnedAsModem, .returnedAsOther:
                return returned(event, attempt: attempt)
            }
        }

        private mutating func whileAwaitingReturn(_ event: Event, attempt: Int) -> [Action] {
            switch event {
            case .returnedAsStorage, .returnedAsModem, .returnedAsOther:
                return returned(event, attempt: attempt)
            case .totalTimeout:
                return end(.vanished)
            case .notPerformed(.absent) where hasPerformed:
                methodIndex = earlierMethodIndex
                return [.letGo]
            case .performed, .notPerformed:
                return [.letGo]
            case .detached, .departureTimeout:
                return []
            }
        }

        private mutating func returned(_ event: Event, attempt: Int) -> [Action] {
            switch event {
            case .returnedAsModem:
                lastAttempt = attempt
                state = .succeeded
                return [.letGo, .stopTimers, .succeed]
            case .returnedAsOther:
                return end(.unknownDevice)
            case .returnedAsStorage:
                // It obeyed, and thought better of it: another method would not do more.
                earlierMethodIndex = methodIndex
                return [.letGo] + next(after: attempt)
            case .performed, .notPerformed, .detached, .departureTimeout, .totalTimeout:
                return []
            }
        }

        private mutating func next(after attempt: Int) -> [Action] {
            attempt < Limits.attempts ? begin(attempt: attempt + 1) : end(isHeld ? .noAccess : .ignored)
        }

        private mutating func begin(attempt: Int) -> [Action] {
            guard !methods.isEmpty else { return end(.ignored) }
            state = .performing(attempt: attempt)
            return [.perform(methods[methodIndex], attempt: attempt)]
        }

        private mutating func end(_ failure: Failure) -> [Action] {
            lastAttempt = attempts
            state = .failed(failure)
            return [.letGo, .stopTimers, .fail(failure)]
        }

        private var departureLimit: Duration {
            switch methods[methodIndex] {
            case .eject, .message: Limits.departureAfterCommand
            case .driverRelease: Limits.departureAfterRelease
            }
        }
    }
}
