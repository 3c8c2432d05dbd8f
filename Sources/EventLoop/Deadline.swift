/// Thrown by ``withDeadline(_:clock:operation:)`` when the time is up.
package struct DeadlineExceeded: Error, Equatable, Sendable {
    package init() {}
}

/// Runs `operation` and cancels it when it takes longer than `limit`.
///
/// Returns only after `operation` has returned: what it holds is released by then.
/// - Throws: ``DeadlineExceeded``, or what `operation` throws before the limit.
@LoopActor
package func withDeadline<Result: Sendable>(
    _ limit: Duration, clock: any Clock<Duration>, operation: @escaping @LoopActor () async throws -> Result
) async throws -> Result {
    let work = Task { @LoopActor in try await operation() }
    var expired = false
    let timer = Task { @LoopActor in
        try await clock.sleep(for: limit)
        expired = true
        work.cancel()
    }
    defer { timer.cancel() }
    do {
        return try await withTaskCancellationHandler {
            try await work.value
        } onCancel: {
            work.cancel()
        }
    } catch {
        if expired { throw DeadlineExceeded() }
        throw error
    }
}
