internal import CPosix
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
        /// The piece that runs: since when, and in which thread.
        var current: (since: LoopClock.Instant, thread: Int32)?
    }

    private let state = Mutex(State())
    /// For a person: what is done on it.
    package let name: String

    /// A lane of its own is for who must not wait behind the others' work.
    package init(_ name: String = "lane") { self.name = name }

    /// Since when one piece of work has been running; nil where none is.
    package var busySince: LoopClock.Instant? { state.withLock { $0.current?.since } }

    /// Whether that piece sits in the kernel where no signal reaches it: killing the process would not end it either.
    package var isStuckInKernel: Bool {
        guard let thread = state.withLock({ $0.current?.thread }) else { return false }
        let file = cposix_open("/proc/self/task/\(thread)/stat", O_RDONLY, 0)
        guard file >= 0 else { return false }
        defer { _ = close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let text = bytes.prefix(max(read(file, &bytes, bytes.count), 0))
        // The state follows the name, which ends with the last parenthesis (proc(5)).
        guard let end = text.lastIndex(of: UInt8(ascii: ")")), end + 2 < text.endIndex else { return false }
        return text[end + 2] == UInt8(ascii: "D")
    }

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
                state.current = nil
                return nil
            }
            state.current = (LoopClock.monotonic.now, cposix_thread_id())
            return state.work.removeFirst()
        }
    }
}
