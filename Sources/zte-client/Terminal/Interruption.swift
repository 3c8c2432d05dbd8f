import EventLoop
import Glibc

/// SIGINT or SIGTERM came before the work was done.
struct Interrupted: Error {}

/// Runs `work`, and cancels it on SIGINT or SIGTERM; returns when it has ended either way.
@LoopActor func untilInterrupted<Result: Sendable>(
    _ work: @escaping @LoopActor () async throws -> Result
) async throws -> Result {
    let signals = try SignalStream([SIGINT, SIGTERM])
    let task = Task { @LoopActor in try await work() }
    var isInterrupted = false
    let listener = Task { @LoopActor in
        for await _ in signals.signals {
            isInterrupted = true
            task.cancel()
        }
    }
    defer { listener.cancel() }
    do {
        return try await task.value
    } catch {
        if isInterrupted { throw Interrupted() }
        throw error
    }
}
