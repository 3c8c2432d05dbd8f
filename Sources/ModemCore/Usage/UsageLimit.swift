/// How much a SIM may use in a month, and what happens when it has.
package struct UsageLimit: Equatable, Sendable {
    package enum Action: String, CaseIterable, Sendable {
        /// It is shown.
        case warn
        /// The call is ended and no other is made.
        case disconnect
    }

    package static let firstDays = 1...28
    /// What fits into a file.
    package static let mostBytes = UInt64(Int64.max)

    /// Received and sent together.
    package let bytes: UInt64
    /// The day on which its month begins.
    package let firstDay: Int
    package let action: Action

    /// - Throws: ``InvalidValue`` that names the key of the bus.
    package init(bytes: UInt64, firstDay: Int = 1, action: Action = .warn) throws(InvalidValue) {
        guard (1...Self.mostBytes).contains(bytes) else {
            throw InvalidValue("bytes", "must be 1 to \(Self.mostBytes)")
        }
        guard Self.firstDays.contains(firstDay) else { throw InvalidValue("first-day", "must be 1 to 28") }
        self.bytes = bytes
        self.firstDay = firstDay
        self.action = action
    }
}
