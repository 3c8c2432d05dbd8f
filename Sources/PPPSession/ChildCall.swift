package import EventLoop
package import ModemCore

/// A call whose pppd is a child of this process.
///
/// It is hung up when nobody can hear of its end any more: when the task that iterates ``events`` is cancelled, or when the
/// last reference to the call is gone.
@LoopActor package final class ChildCall: Call {
    /// Unbounded; there are two at most.
    package nonisolated let events: AsyncStream<CallEvent>
    private let supervisor: CallSupervisor

    // The supervisor must not hold the stream: its release is what says that the owner is gone.
    init(events: AsyncStream<CallEvent>, supervisor: CallSupervisor) {
        self.events = events
        self.supervisor = supervisor
    }

    /// Of pppd, for the log.
    package var processIdentifier: Int32 { supervisor.processIdentifier }

    package func hangUp() async { await supervisor.hangUp() }
}
