/// The one actor of the program: whatever is isolated to it runs on the thread of ``EventLoop/main``.
@globalActor package actor LoopActor {
    package static let shared = LoopActor()

    package nonisolated var unownedExecutor: UnownedSerialExecutor { EventLoop.main.asUnownedSerialExecutor() }

    /// Runs `operation` at once, from code that is known to be on the loop (a C callback, a watch).
    ///
    /// The standard library has this for `MainActor` only; the cast drops the isolation of the function type, which
    /// is sound because the precondition has just established it.
    package static func assume<Result: Sendable>(_ operation: @LoopActor () throws -> Result) rethrows -> Result {
        EventLoop.main.checkIsolated()
        return try withoutActuallyEscaping(operation) { operation in
            try unsafeBitCast(operation, to: (() throws -> Result).self)()
        }
    }
}
