package import EventLoop
package import ModemCore

/// A call that runs in a pppd.
///
/// It is hung up when nobody can hear of its end any more: when the task that iterates ``events`` is cancelled, or when the
/// last reference to the call is gone. Not so one that is to outlive this process.
@LoopActor package final class SupervisedCall: Call {
    /// Unbounded; there are two at most.
    package nonisolated let events: AsyncStream<CallEvent>
    private let supervisor: CallSupervisor

    /// - Parameter released: called once, when nothing of the call is left.
    init(_ process: any CallProcess, clock: any Clock<Duration>, released: @escaping @LoopActor () -> Void) {
        let (events, continuation) = AsyncStream<CallEvent>.makeStream(bufferingPolicy: .unbounded)
        // The supervisor must not hold the stream: its release is what says that the owner is gone.
        let supervisor = CallSupervisor(process, clock: clock, continuation: continuation, released: released)
        continuation.onTermination = { [weak supervisor] reason in
            guard case .cancelled = reason else { return }
            Task { @LoopActor in supervisor?.requestHangUp() }
        }
        supervisor.start()
        self.events = events
        self.supervisor = supervisor
    }

    /// Of pppd, for the log.
    package var processIdentifier: Int32 { supervisor.processIdentifier }

    package var since: UInt64? { supervisor.since }

    package func hangUp() async { await supervisor.hangUp() }
}
