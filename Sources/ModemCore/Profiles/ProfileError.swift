/// Why something was not done with a profile.
package enum ProfileError: Error, Equatable, Sendable {
    /// Nobody knows a profile of that name. It is quoted from a caller: bounded by who throws.
    case unknown(String)
    case exists(ProfileID)
    case tooMany(limit: Int)
    case invalid(InvalidValue)
    case archive(ProfileArchiveError)

    /// What failed, why, and what to do.
    package var message: String {
        switch self {
        case .unknown(let id): "There is no profile '\(id)'; see which there are, or add it with AddProfile."
        case .exists(let id): "There is a profile '\(id)' already; update that, or choose another id."
        case .tooMany(let limit): "There are \(limit) profiles already; delete one first."
        case .invalid(let value): "\(value.name) \(value.reason)."
        case .archive(let error): error.message
        }
    }
}
