/// The service, as the bus knows it.
struct ServiceFacts: Equatable, Sendable {
    /// Why there is no bus, in words.
    var busProblem: String?
    var isRunning = false
    var isActivatable = false
    var version: String?
    /// Why it did not answer, in words.
    var problem: String?
}
