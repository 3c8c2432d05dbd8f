import EventLoop
import ModemCore

/// An archive in memory, which can refuse.
@LoopActor final class ScriptedUsageArchive: UsageArchive {
    private(set) var cards: [String: StoredUsage] = [:]
    private(set) var writes = 0
    private(set) var forgotten: [ForgottenUsage] = []
    var isFull = false

    init() {}

    init(_ stored: [StoredUsage]) { for card in stored { cards[card.card] = card } }

    func load(from hour: UInt64) async throws(UsageArchiveError) -> [StoredUsage] {
        try refuse()
        return cards.values.map { card in
            var card = card
            card.hours = card.hours.filter { $0.key.number >= hour }
            return card
        }
    }

    func hours(
        of card: String, from: UInt64, to: UInt64
    ) async throws(UsageArchiveError) -> [UsageHour: UsageAmount] {
        try refuse()
        return cards[card]?.hours.filter { $0.key.number >= from && $0.key.number < to } ?? [:]
    }

    func write(_ batches: [UsageBatch], forgetting old: [ForgottenUsage]) async throws(UsageArchiveError) {
        // A disk takes its time.
        await Task.yield()
        try refuse()
        writes += 1
        forgotten += old
        for case .card(let card) in old { cards[card] = nil }
        for batch in batches {
            var row = merged(batch)
            for (hour, amount) in batch.hours { row.hours[hour, default: .none] += amount }
            cards[batch.card] = row
        }
    }

    func setLimit(_ limit: UsageLimit?, of batch: UsageBatch) async throws(UsageArchiveError) {
        try refuse()
        var row = merged(batch)
        row.limit = limit
        cards[batch.card] = row
    }

    private func merged(_ batch: UsageBatch) -> StoredUsage {
        let old = cards[batch.card]
        return StoredUsage(
            card: batch.card, identifier: old?.identifier ?? batch.identifier, seen: batch.seen, limit: old?.limit,
            link: batch.link, hours: old?.hours ?? [:])
    }

    private func refuse() throws(UsageArchiveError) {
        if isFull { throw UsageArchiveError("disk full") }
    }
}
