/// A driver of the kernel.
enum ModuleFacts: Equatable, Sendable {
    case loaded
    /// It can be loaded.
    case available
    case missing
}
