/// How many messages of a SIM stay, and how long. What is still to be sent always does.
package struct MessageRetention: Equatable, Sendable {
    /// More than anybody has read; a SIM that is flooded takes no more of the disk than about 20 MB.
    package static let largestCount = 50_000

    package var count = Self.largestCount
    /// Nil: for ever.
    package var days: Int?

    package init() {}
}
