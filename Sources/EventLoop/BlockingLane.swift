internal import Glibc
internal import Synchronization

/// The one place for calls that block: fsync, libusb's detach, claim and reset, the last `close()` of a tty whose output
/// nobody takes (up to 30 s).
///
/// One thread, started by the first piece of work and gone when there is none left. Work runs in the order it was given,
/// so that a stick which does not let go holds up what comes after it on the same lane, and nothing else.
package final class BlockingLane: Sendable {
    package static let shared = BlockingLane()

    private struct State {
        var work: [@Sendable () -> Void] = []
        var running = false
    }

    private let state = Mutex(State())

    /// A lane of its own is for who must not wait behind the others' work.
    package init() {}

    /// Runs `body` on the lane and returns its result to the loop. Not cancellable: the kernel is not either.
    @LoopActor
    package func run<Result: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let outcome: Swift.Result<Result, Failure> = await withCheckedContinuation { continuation in
            submit {
                do throws(Failure) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try outcome.get()
    }

    /// Runs `body` some time later; nobody waits for it.
    package func submit(_ body: @escaping @Sendable () -> Void) {
        let start = state.withLock { state in
            state.work.append(body)
            defer { state.running = true }
            return !state.running
        }
        if start { startThread() }
    }

    private func startThread() {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        var thread = pthread_t()
        let failed = pthread_create(
            &thread, &attributes,
            { lane in
                if let lane { Unmanaged<BlockingLane>.fromOpaque(lane).takeRetainedValue().drain() }
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_attr_destroy(&attributes)
        // Without a thread the work still has to happen: late and on the loop is better than never.
        if failed != 0 {
            Unmanaged.passUnretained(self).release()
            drain()
        }
    }

    private func drain() {
        while let next = takeNext() { next() }
    }

    private func takeNext() -> (@Sendable () -> Void)? {
        state.withLock { state in
            if state.work.isEmpty {
                state.running = false
                return nil
            }
            return state.work.removeFirst()
        }
    }
}
