/// What polkit says of this caller and one action.
package enum Authorization: Hashable, Sendable {
    case allowed
    /// Somebody has to type a password first.
    case afterPassword
    case refused
    /// There is no polkit, or it gave no answer.
    case unknown
}
