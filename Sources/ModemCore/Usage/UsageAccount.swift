/// What one SIM has used lately, and what of it is not on the disk yet.
package struct UsageAccount: Sendable {
    /// ICCID. Never shown.
    package let card: String
    /// By which everybody may know it.
    package let identifier: String
    package internal(set) var limit: UsageLimit?
    /// When it was in a stick last, in seconds since 1970.
    package internal(set) var seen: UInt64
    /// How far the interface of its call was counted; nil without a call.
    var link: UsageLink?
    private(set) var hours: [UsageHour: UsageAmount] = [:]
    private var pending: [UsageHour: UsageAmount] = [:]
    private var underWay: [UsageHour: UsageAmount] = [:]
    /// Something beside the hours is to be written.
    private var isChanged = false

    init(card: String, identifier: String, seen: UInt64) {
        (self.card, self.identifier, self.seen) = (card, identifier, seen)
        isChanged = true
    }

    init(_ stored: StoredUsage) {
        (card, identifier, seen) = (stored.card, stored.identifier, stored.seen)
        (limit, link, hours) = (stored.limit, stored.link, stored.hours)
    }

    /// What the disk has, and what is on its way there or has to wait.
    /// - Parameter isFirst: a call that another service was counting may be taken over.
    mutating func takeOver(_ stored: StoredUsage, isFirst: Bool) {
        limit = stored.limit
        if isFirst { link = link ?? stored.link }
        takeOver(stored.hours)
    }

    mutating func takeOver(_ stored: [UsageHour: UsageAmount]) {
        hours = stored
        for (hour, amount) in underWay { hours[hour, default: .none] += amount }
        for (hour, amount) in pending { hours[hour, default: .none] += amount }
    }

    mutating func add(_ amount: UsageAmount, endingAt now: UInt64, isRoaming: Bool) {
        for part in UsageHour.split(amount, endingAt: now) {
            let hour = UsageHour(number: part.number, isRoaming: isRoaming)
            hours[hour, default: .none] += part.amount
            pending[hour, default: .none] += part.amount
        }
    }

    mutating func noteSeen(at now: UInt64) {
        seen = now
        isChanged = true
    }

    mutating func setLink(_ link: UsageLink?) {
        isChanged = isChanged || self.link != link
        self.link = link
    }

    /// Hours from before that are the archive's alone.
    mutating func forgetHours(before number: UInt64) { hours = hours.filter { $0.key.number >= number } }

    // MARK: To the disk

    /// What is to be written now, if there is anything; one batch at a time.
    mutating func beginWriting() -> UsageBatch? {
        guard underWay.isEmpty, isChanged || !pending.isEmpty else { return nil }
        (underWay, pending, isChanged) = (pending, [:], false)
        return UsageBatch(card: card, identifier: identifier, seen: seen, link: link, hours: underWay)
    }

    mutating func endWriting(succeeded: Bool) {
        if !succeeded {
            for (hour, amount) in underWay { pending[hour, default: .none] += amount }
            isChanged = true
        }
        underWay = [:]
    }

    // MARK: What is told

    package func total(from start: UInt64, to end: UInt64 = .max) -> UsageTotal {
        var total = UsageTotal()
        for (hour, amount) in hours where hour.start >= start && hour.start < end {
            total.add(amount, isRoaming: hour.isRoaming)
        }
        return total
    }

    var firstDay: Int { limit?.firstDay ?? 1 }

    package func summary(at now: UInt64, in calendar: LocalCalendar) -> UsageSummary {
        let today = calendar.startOfDay(at: now)
        let month = calendar.startOfMonth(at: now, firstDay: firstDay)
        return UsageSummary(
            today: UsagePeriod(start: today, total: total(from: today)),
            month: UsagePeriod(start: month, total: total(from: month)), limit: limit)
    }
}

/// What everybody may see of a SIM.
package struct UsageSummary: Equatable, Sendable {
    package let today: UsagePeriod
    /// From the first day of the limit on.
    package let month: UsagePeriod
    package let limit: UsageLimit?

    package init(today: UsagePeriod, month: UsagePeriod, limit: UsageLimit?) {
        self.today = today
        self.month = month
        self.limit = limit
    }

    /// The limit, where it has been reached.
    package var exceeded: UsageLimit? { limit.flatMap { month.total.all.bytes >= $0.bytes ? $0 : nil } }
}
