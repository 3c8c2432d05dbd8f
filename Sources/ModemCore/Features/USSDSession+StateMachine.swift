internal import ATProtocol

/// Where a dialogue with the network is, as the bus shows it.
package enum USSDState: String, Sendable {
    case idle
    /// The network is asked.
    case active
    /// The network waits for an answer.
    case userResponse = "user-response"
}

extension USSDSession {
    /// Pure: requests, reports and expiries in, actions out. One dialogue at a time; it belongs to who began it.
    struct StateMachine {
        enum Action: Equatable {
            /// For who waits.
            case answer(Result<String, ModemError>)
            /// The stick is told that it is over.
            case endAtStick
            case startLimit
            case stopLimit
        }

        private enum Phase: Equatable {
            case idle
            case asking(Holder)
            case awaitingResponse(Holder)
        }

        private var phase = Phase.idle

        var state: USSDState {
            switch phase {
            case .idle: .idle
            case .asking: .active
            case .awaitingResponse: .userResponse
            }
        }

        // MARK: Requests

        /// - Throws: ``ModemError/inProgress`` while there is a dialogue, whoever's it is.
        mutating func begin(_ holder: Holder) throws(ModemError) -> [Action] {
            guard phase == .idle else { throw .inProgress }
            phase = .asking(holder)
            return [.startLimit]
        }

        /// - Parameter state: of the stick, for the words of the error.
        /// - Throws: ``ModemError/wrongState(_:needed:)`` unless the network waits for an answer of the same holder.
        mutating func respond(_ holder: Holder, in state: ModemState) throws(ModemError) -> [Action] {
            switch phase {
            case .awaitingResponse(holder):
                phase = .asking(holder)
                return [.startLimit]
            case .asking(holder): throw .inProgress
            case .idle, .asking, .awaitingResponse:
                throw .wrongState(state, needed: "the network has asked this caller nothing: begin with Initiate")
            }
        }

        /// The holder wants no more of it, or has left. Of others it does nothing.
        mutating func end(for holder: Holder) -> [Action] {
            switch phase {
            case .asking(holder): finish() + [.endAtStick, .answer(.failure(.aborted))]
            case .awaitingResponse(holder): finish() + [.endAtStick]
            case .idle, .asking, .awaitingResponse: []
            }
        }

        // MARK: Events

        /// The stick did not take the request.
        mutating func refused(_ error: ModemError) -> [Action] {
            guard case .asking = phase else { return [] }
            // It may have gone out all the same.
            let end: [Action] = if case .timedOut = error { [.endAtStick] } else { [] }
            return finish() + end + [.answer(.failure(error))]
        }

        mutating func reported(_ report: UnstructuredReport) -> [Action] {
            switch phase {
            // What nobody asked for. A question would keep the network waiting, and nobody here can answer it.
            case .idle: return report.outcome == .answerWanted ? [.endAtStick] : []
            case .awaitingResponse(let holder):
                // The network has thought better of it; another question takes the place of the first.
                if report.outcome == .answerWanted {
                    phase = .awaitingResponse(holder)
                    return [.startLimit]
                }
                return finish()
            case .asking(let holder): return answered(report, holder)
            }
        }

        /// Two minutes have passed: no network waits longer.
        mutating func expired() -> [Action] {
            switch phase {
            case .idle: []
            case .asking: finish() + [.endAtStick, .answer(.failure(.timedOut("The answer of the network")))]
            case .awaitingResponse: finish() + [.endAtStick]
            }
        }

        /// There is no port any more.
        mutating func closed() -> [Action] {
            switch phase {
            case .idle: []
            case .asking: finish() + [.answer(.failure(.deviceGone))]
            case .awaitingResponse: finish()
            }
        }

        private mutating func answered(_ report: UnstructuredReport, _ holder: Holder) -> [Action] {
            switch report.outcome {
            case .answerWanted:
                phase = .awaitingResponse(holder)
                return [.startLimit, .answer(.success(report.text ?? ""))]
            case .done: return finish() + [.answer(.success(report.text ?? ""))]
            // Some firmware says so for an ordinary end.
            case .terminated:
                guard let text = report.text, !text.isEmpty else {
                    return finish() + [
                        .answer(.failure(.commandFailed("The network ended the dialogue without an answer")))
                    ]
                }
                return finish() + [.answer(.success(text))]
            case .answeredElsewhere:
                return finish() + [.answer(.failure(.commandFailed("Another device has answered the network")))]
            case .notSupported:
                return finish() + [
                    .answer(
                        .failure(
                            .commandFailed("The network does not know this code; ask the operator for the right one")))
                ]
            case .networkTimeout: return finish() + [.answer(.failure(.timedOut("The answer of the network")))]
            }
        }

        private mutating func finish() -> [Action] {
            phase = .idle
            return [.stopLimit]
        }
    }
}
