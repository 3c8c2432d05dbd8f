internal import EventLoop
internal import TestLoop
package import Testing

/// Marks suites whose code is isolated to ``LoopActor``.
///
/// In a program the loop is the main thread; under the test runner that one is taken, so it has a thread of its own.
package struct EventLoopTrait: SuiteTrait, TestTrait {
    package var isRecursive: Bool { true }

    package func prepare(for test: Test) async throws {
        precondition(test_loop_started(), "no thread for the event loop")
    }
}

extension Trait where Self == EventLoopTrait {
    /// The tests run on the event loop.
    package static var eventLoop: Self { EventLoopTrait() }
}

@_cdecl("test_loop_run") func runTestLoop() { EventLoop.main.run() }
