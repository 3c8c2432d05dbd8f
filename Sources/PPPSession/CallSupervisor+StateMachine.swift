internal import EventLoop
internal import ModemCore

extension CallSupervisor {
    /// Decides what follows from what; ``CallSupervisor`` does it.
    struct StateMachine {
        private enum State {
            /// pppd runs and has no address.
            case starting
            case up(CallAddress)
            /// Told to end.
            case stopping(ExitCause.Request)
            case ended
        }

        enum Action: Equatable {
            case none
            case publish(CallAddress)
            /// SIGTERM, then SIGKILL.
            case terminate
            /// Clean up and tell the owner.
            case finish(CallError?)
        }

        private var state = State.starting

        /// `ppp-up` reported an address, or (nil) `ppp-down` took it back: IPCP is negotiated anew, or this is the end.
        mutating func reported(_ address: CallAddress?) -> Action {
            guard let address else { return .none }
            switch state {
            case .starting:
                state = .up(address)
                return .publish(address)
            case .up(let known) where !known.hasSameAddresses(as: address):
                state = .stopping(.addressChanged)
                return .terminate
            case .up, .stopping, .ended: return .none
            }
        }

        mutating func startTimeOver() -> Action {
            switch state {
            case .starting:
                state = .stopping(.startTimeOver)
                return .terminate
            case .up, .stopping, .ended: return .none
            }
        }

        mutating func hangUp() -> Action {
            switch state {
            case .starting, .up:
                state = .stopping(.hangUp)
                return .terminate
            case .stopping, .ended: return .none
            }
        }

        mutating func processEnded(_ end: ProcessEnd, messages: [String]) -> Action {
            let request: ExitCause.Request
            switch state {
            case .starting, .up: request = .nothing
            case .stopping(let asked): request = asked
            case .ended: return .none
            }
            state = .ended
            return .finish(ExitCause(end, messages: messages, request: request).error)
        }

        var isUp: Bool {
            switch state {
            case .up: true
            case .starting, .stopping, .ended: false
            }
        }

        var isEnded: Bool {
            switch state {
            case .ended: true
            case .starting, .up, .stopping: false
            }
        }
    }
}
