/// The conversation on one AT port: one command at a time, unsolicited lines in between.
///
/// ``StateMachine`` decides, its owner acts:
///
/// ```swift
/// var machine = ATExchange.StateMachine()
/// perform(machine.send(AT.Signal().command))          // only while machine.isReady
/// for await bytes in port.incoming { perform(machine.received(bytes)) }
/// perform(machine.portLost())
///
/// func perform(_ actions: [ATExchange.Action]) {
///     for action in actions {
///         switch action {
///         case .write(let bytes): // to the port, in this order
///         case .arm(let deadline): // one timer: sleep deadline.after, then perform(machine.expired(deadline))
///         case .disarm: // cancel the timer
///         case .deliver(let result): // to whoever waits: try AT.Signal().reply(to: result.get())
///         case .ready: // send the next command
///         case .unsolicited(let line): // to whom it concerns
///         case .data(let bytes): // bytes of the call that were read before the port was lent
///         case .giveUp: // close and reopen the port, or try another
///         }
///     }
/// }
/// ```
package enum ATExchange {
    /// Names one arming of the timer: an expiry that comes late, after the answer, means nothing.
    package struct Deadline: Equatable, Sendable {
        package let id: UInt64
        package let after: Duration
    }

    /// What the owner does, in the order given.
    package enum Action: Equatable, Sendable {
        case write([UInt8])
        /// Starts the one timer; an earlier one is void.
        case arm(Deadline)
        case disarm
        /// The end of the command in flight, exactly once for each that was accepted. A success may carry any final
        /// result; failures are ``ATError/timeout``, ``ATError/portLost``, ``ATError/overflow``, ``ATError/notReady``,
        /// and ``ATError/outcomeUnknown`` instead of the first three once a body has been written.
        case deliver(Result<ATResponse, ATError>)
        /// The next command may be sent.
        case ready
        case unsolicited(Unsolicited)
        /// Follows a CONNECT: bytes of the call, besides those in ``ATResponse/remainder``.
        case data([UInt8])
        /// The port does not answer, or nobody knows what it is doing. Nothing more can be sent.
        case giveUp
    }
}
