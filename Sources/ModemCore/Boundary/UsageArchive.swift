package import EventLoop

/// Where usage is kept over a restart. What is done is on the disk; what failed has changed nothing.
@LoopActor package protocol UsageArchive: AnyObject {
    /// Every SIM, with its hours from `hour` (since 1970) on.
    func load(from hour: UInt64) async throws(UsageArchiveError) -> [StoredUsage]
    /// What a SIM used in hours from `from` on and before `to`.
    func hours(of card: String, from: UInt64, to: UInt64) async throws(UsageArchiveError) -> [UsageHour: UsageAmount]
    /// All of it or nothing. Hours are added to what is there.
    func write(_ batches: [UsageBatch], forgetting old: [ForgottenUsage]) async throws(UsageArchiveError)
    func setLimit(_ limit: UsageLimit?, of batch: UsageBatch) async throws(UsageArchiveError)
}

/// What does not stay.
package enum ForgottenUsage: Equatable, Sendable {
    /// A SIM and all of its hours.
    case card(String)
    /// Hours before this one, the oldest first, and not many at a time: a clock that is wrong for a moment costs no history.
    case hours(before: UInt64)
}

package struct UsageArchiveError: Error, Equatable, Sendable {
    private let why: String

    package init(_ why: String) { self.why = why }

    /// What failed, why, and what to do.
    package var message: String {
        "What was used cannot be read or written: \(why); make room, or mend the disk, and try again."
    }
}

/// How far the counters of a call's interface are put down: a service that takes a call over goes on from there.
package struct UsageLink: Equatable, Sendable {
    package let interface: String
    package let count: LinkCount

    package init(interface: String, count: LinkCount) {
        self.interface = interface
        self.count = count
    }
}

/// What is new of one SIM.
package struct UsageBatch: Equatable, Sendable {
    package let card: String
    package let identifier: String
    package let seen: UInt64
    package let link: UsageLink?
    package let hours: [UsageHour: UsageAmount]

    package init(
        card: String, identifier: String, seen: UInt64, link: UsageLink? = nil, hours: [UsageHour: UsageAmount] = [:]
    ) {
        self.card = card
        self.identifier = identifier
        self.seen = seen
        self.link = link
        self.hours = hours
    }
}

/// A SIM as the archive has it.
package struct StoredUsage: Equatable, Sendable {
    package let card: String
    package let identifier: String
    package let seen: UInt64
    package var limit: UsageLimit?
    package var link: UsageLink?
    package var hours: [UsageHour: UsageAmount]

    package init(
        card: String, identifier: String, seen: UInt64, limit: UsageLimit? = nil, link: UsageLink? = nil,
        hours: [UsageHour: UsageAmount] = [:]
    ) {
        self.card = card
        self.identifier = identifier
        self.seen = seen
        self.limit = limit
        self.link = link
        self.hours = hours
    }
}

/// Keeps nothing: what is counted lasts as long as the service.
package final class NoUsageArchive: UsageArchive {
    package nonisolated init() {}

    package func load(from hour: UInt64) async throws(UsageArchiveError) -> [StoredUsage] { [] }
    package func hours(
        of card: String, from: UInt64, to: UInt64
    ) async throws(UsageArchiveError) -> [UsageHour: UsageAmount] { [:] }
    package func write(_ batches: [UsageBatch], forgetting old: [ForgottenUsage]) async throws(UsageArchiveError) {}
    package func setLimit(_ limit: UsageLimit?, of batch: UsageBatch) async throws(UsageArchiveError) {}
}
