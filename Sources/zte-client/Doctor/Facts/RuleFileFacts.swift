/// A file of udev rules.
enum RuleFileFacts: Equatable, Sendable {
    case missing
    /// In force, at this place.
    case inForce(String)
    /// Replaced by nothing, at this place.
    case masked(String)
}
