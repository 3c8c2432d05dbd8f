package import EventLoop
internal import Glibc
package import Testing

/// Starts the event loop on a thread of its own before the first test that carries `.eventLoop`.
///
/// In a program the loop is the main thread; under the test runner that one is taken.
package struct EventLoopTrait: SuiteTrait, TestTrait, TestScoping {
    package var isRecursive: Bool { true }

    private static let started: Bool = {
        var thread = pthread_t()
        return pthread_create(
            &thread, nil,
            { _ in
                EventLoop.main.run()
                return nil
            }, nil) == 0
    }()

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
    ) async throws {
        precondition(Self.started, "no thread for the event loop")
        try await function()
    }
}

extension Trait where Self == EventLoopTrait {
    /// The test runs code that is isolated to ``LoopActor``.
    package static var eventLoop: Self { EventLoopTrait() }
}
