package import EventLoop

/// The far end of a data call.
@LoopActor package protocol CallPeer: AnyObject {
    /// Returns when the peer listens. Called once; ``stop()`` follows in any case.
    func start(_ events: CallPeerEvents) async throws(EmulatorError)
    /// Takes all bytes; ask ``hasRoom`` first.
    func send(_ bytes: [UInt8])
    var hasRoom: Bool { get }
    /// Stops and restarts what comes through ``CallPeerEvents/received``.
    func setFlow(_ isOn: Bool)
    /// Hangs up and returns when nothing of the call is left.
    func stop() async
}

package struct CallPeerEvents {
    package var received: @LoopActor ([UInt8]) -> Void
    package var hasRoom: @LoopActor () -> Void
    /// The far end hung up.
    package var ended: @LoopActor (String) -> Void
}

/// A network that takes calls and never says a word.
@LoopActor package final class SilentPeer: CallPeer {
    package init() {}
    package func start(_ events: CallPeerEvents) async throws(EmulatorError) {}
    package func send(_ bytes: [UInt8]) {}
    package var hasRoom: Bool { true }
    package func setFlow(_ isOn: Bool) {}
    package func stop() async {}
}
