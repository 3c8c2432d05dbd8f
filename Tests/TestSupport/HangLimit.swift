package import Testing

extension Trait where Self == TimeLimitTrait {
    /// Ends a test that hangs. No measure of speed: all suites share one loop and the machine, and a test's time runs while the
    /// others have their turn.
    package static var endsWhenItHangs: Self { .timeLimit(.minutes(4)) }
}
