package import EventLoop

/// What each SIM that was ever seen has used, in memory for the last month and in the archive for the rest.
@LoopActor package final class UsageBook {
    /// More than anybody has; each is an object on the bus.
    package nonisolated static let cardLimit = 256
    /// How long hours stay in the archive.
    package nonisolated static let retention: UInt64 = 400 * 86400
    /// Any month so far fits into what is in memory.
    nonisolated static let memory: UInt64 = 33 * 86400
    /// What a crash may lose, but for the time between two looks at the counters.
    nonisolated static let writeInterval: Duration = .seconds(40)
    /// A clock that was set is noticed within that, and a disk that can be written to again.
    nonisolated static let longestRest: UInt64 = 3600

    package enum Change: Equatable, Sendable {
        case added(identifier: String, UsageSummary)
        case updated(identifier: String, UsageSummary)
        case removed(identifier: String)
    }

    /// By identifier.
    private(set) var accounts: [String: UsageAccount] = [:]
    let archive: any UsageArchive
    let calendar: LocalCalendar
    let wallClock: @LoopActor () -> UInt64
    let clock: any Clock<Duration>
    private let boottime: any Clock<Duration>
    private var observers: [@LoopActor (Change) -> Void] = []
    private var told: [String: UsageSummary] = [:]
    private var upkeep: Task<Void, Never>?
    private var writing: Task<Void, Never>?
    private var isWritingWanted = false
    private var isLoaded = false
    /// All hours from this one on are in memory.
    private(set) var completeFrom: UInt64
    /// Cards to be removed from the archive.
    private var forgotten: [String] = []
    private var lastCleaned: UInt64?
    private var sinceWrite: () -> Duration

    /// - Parameters:
    ///   - clock: that nobody sets; how long connections are up is measured by it.
    ///   - boottime: for the turn of days, which a sleeping machine may miss.
    package init(
        archive: any UsageArchive = NoUsageArchive(), calendar: LocalCalendar = .utc, clock: any Clock<Duration>,
        boottime: any Clock<Duration>, wallClock: @escaping @LoopActor () -> UInt64
    ) {
        self.archive = archive
        self.calendar = calendar
        self.clock = clock
        self.boottime = boottime
        self.wallClock = wallClock
        sinceWrite = Self.stopwatch(clock)
        completeFrom = .max
        completeFrom = firstHourInMemory
    }

    isolated deinit { upkeep?.cancel() }

    /// Tells of every SIM and of what it has used since.
    package func observe(_ observer: @escaping @LoopActor (Change) -> Void) { observers.append(observer) }

    /// Reads the archive, and follows the days from then on.
    package func load() async {
        await read()
        upkeep = Task { [weak self, boottime] in
            while let rest = self?.rest, (try? await boottime.sleep(for: rest)) != nil { await self?.refresh() }
        }
    }

    // MARK: SIMs

    /// The name by which everybody may know a card; the same for ever, as far as the archive can be read.
    /// - Parameter card: its ICCID.
    package func identifier(of card: String) -> String {
        let now = wallClock()
        if let known = accounts.values.first(where: { $0.card == card }) {
            // Not each time: it only tells the oldest.
            if now.subtractingDownToZero(known.seen) >= 86400 {
                accounts[known.identifier]?.noteSeen(at: now)
                write()
            }
            return known.identifier
        }
        makeRoom()
        let account = UsageAccount(card: card, identifier: Self.newIdentifier(), seen: now)
        accounts[account.identifier] = account
        tell(account.identifier)
        write()
        return account.identifier
    }

    /// Opaque: there are so few ICCIDs of one issuer that whatever is made of one would betray it.
    private static func newIdentifier() -> String {
        let digits = String(UInt64.random(in: .min ... .max), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The one that used nothing goes first, then the one that was away the longest.
    private func makeRoom() {
        guard accounts.count >= Self.cardLimit else { return }
        let others = accounts.values.filter { $0.link == nil }
        let idle = others.filter { $0.hours.isEmpty && $0.limit == nil }
        guard let victim = (idle.isEmpty ? others : idle).min(by: { $0.seen < $1.seen }) else { return }
        accounts[victim.identifier] = nil
        told[victim.identifier] = nil
        forgotten.append(victim.card)
        for observer in observers { observer(.removed(identifier: victim.identifier)) }
    }

    package func summary(of identifier: String) -> UsageSummary? {
        accounts[identifier]?.summary(at: wallClock(), in: calendar)
    }

    /// The limit that forbids this SIM another byte.
    package func barrier(of identifier: String) -> UsageLimit? {
        summary(of: identifier)?.exceeded.flatMap { $0.action == .disconnect ? $0 : nil }
    }

    // MARK: What callers ask

    /// What was used in the hours that begin between two times, in seconds since 1970. Those without any are left out.
    package func usage(
        of identifier: String, from: UInt64, to: UInt64, by step: UsageStep
    ) async throws(UsageArchiveError) -> [UsagePeriod] {
        guard let account = accounts[identifier] else { return [] }
        let inMemory = completeFrom
        var hours = account.hours.filter { $0.key.number >= inMemory && $0.key.start >= from && $0.key.start < to }
        let (first, end) = (from / UsageHour.length + (from % UsageHour.length > 0 ? 1 : 0), to / UsageHour.length)
        if first < inMemory, first < end {
            let old = try await archive.hours(of: account.card, from: first, to: min(inMemory, end + 1))
            for (hour, amount) in old where hour.start >= from && hour.start < to { hours[hour] = amount }
        }
        return UsagePeriod.periods(hours, by: step, firstDay: account.firstDay, in: calendar)
    }

    /// Nil removes it.
    package func setLimit(_ limit: UsageLimit?, of identifier: String) async throws(UsageArchiveError) {
        guard let account = accounts[identifier] else { return }
        let row = UsageBatch(card: account.card, identifier: identifier, seen: account.seen, link: account.link)
        try await archive.setLimit(limit, of: row)
        accounts[identifier]?.limit = limit
        tell(identifier)
    }

    // MARK: Counting

    /// Begins to count the call of a card; nil for a card that nobody knows.
    func line(for identifier: String, on interface: String) -> UsageLine? {
        guard let account = accounts[identifier] else { return nil }
        let counted = account.link.flatMap { $0.interface == interface ? $0.count : nil }
        return UsageLine(self, identifier, interface, UsageMeter(continuing: counted))
    }

    /// Puts down what came over a call; `link` is nil at its end.
    func add(_ amount: UsageAmount, isRoaming: Bool, _ link: UsageLink?, of identifier: String) {
        accounts[identifier]?.add(amount, endingAt: wallClock(), isRoaming: isRoaming)
        accounts[identifier]?.setLink(link)
        tell(identifier)
        if link == nil || sinceWrite() >= Self.writeInterval { write() }
    }

    private func tell(_ identifier: String) {
        guard let summary = summary(of: identifier) else { return }
        let before = told.updateValue(summary, forKey: identifier)
        if before == summary { return }
        let change =
            before == nil
            ? Change.added(identifier: identifier, summary) : .updated(identifier: identifier, summary)
        for observer in observers { observer(change) }
    }

    // MARK: The archive

    private var firstHourInMemory: UInt64 { wallClock().subtractingDownToZero(Self.memory) / UsageHour.length }

    private func read() async {
        let first = firstHourInMemory
        do throws(UsageArchiveError) {
            let all = try await archive.load(from: first)
            for stored in all { take(stored) }
            let cards = Set(all.map(\.card))
            // The archive does not know these yet.
            for account in accounts.values where !cards.contains(account.card) {
                accounts[account.identifier]?.takeOver([:])
            }
            isLoaded = true
            completeFrom = first
        } catch {
            // The archive has said so itself. It is tried again; until then there is what was counted here.
        }
        for identifier in accounts.keys { tell(identifier) }
    }

    private func take(_ stored: StoredUsage) {
        if let known = accounts.values.first(where: { $0.card == stored.card }) {
            accounts[known.identifier]?.takeOver(stored, isFirst: !isLoaded)
        } else if accounts[stored.identifier] == nil, accounts.count < Self.cardLimit {
            accounts[stored.identifier] = UsageAccount(stored)
        }
    }

    /// Until the next day begins, or until it is to be seen whether somebody has set the clock.
    private var rest: Duration {
        let now = wallClock()
        let untilTomorrow = calendar.startOfNextDay(after: now).subtractingDownToZero(now) + 1
        return .seconds(min(untilTomorrow, Self.longestRest))
    }

    /// Another day may have begun.
    func refresh() async {
        let first = firstHourInMemory
        if first < completeFrom || !isLoaded {
            await read()
        } else {
            for identifier in accounts.keys { accounts[identifier]?.forgetHours(before: first) }
            completeFrom = first
        }
        for identifier in accounts.keys { tell(identifier) }
        write()
    }

    /// What failed waits for the next time.
    private func write() {
        isWritingWanted = writing != nil
        guard writing == nil else { return }
        var batches: [UsageBatch] = []
        for identifier in accounts.keys {
            if let batch = accounts[identifier]?.beginWriting() { batches.append(batch) }
        }
        let old = forgotten.map { ForgottenUsage.card($0) } + cleaning
        guard !batches.isEmpty || !old.isEmpty else { return }
        sinceWrite = Self.stopwatch(clock)
        var isOver = false
        // On its way when this returns, and over already where the archive was quicker than the wait for it.
        let work = Task.immediate { @LoopActor [batches] in
            let succeeded: Bool
            do throws(UsageArchiveError) {
                try await archive.write(batches, forgetting: old)
                succeeded = true
            } catch {
                succeeded = false
            }
            wrote(batches, old, succeeded)
            isOver = true
        }
        if !isOver { writing = work }
    }

    private func wrote(_ batches: [UsageBatch], _ old: [ForgottenUsage], _ succeeded: Bool) {
        writing = nil
        for batch in batches { accounts[batch.identifier]?.endWriting(succeeded: succeeded) }
        guard succeeded else { return }
        forgotten.removeAll { old.contains(.card($0)) }
        if old.contains(where: { if case .hours = $0 { true } else { false } }) {
            lastCleaned = wallClock() / UsageHour.length
        }
        if isWritingWanted { write() }
    }

    /// Once an hour.
    private var cleaning: [ForgottenUsage] {
        let now = wallClock()
        guard lastCleaned != now / UsageHour.length, now > Self.retention else { return [] }
        return [.hours(before: (now - Self.retention) / UsageHour.length)]
    }

    /// Returns when everything counted so far is in the archive, or has failed to get there.
    package func flush() async {
        while let writing { await writing.value }
        write()
        while let writing { await writing.value }
    }

    static func stopwatch(_ clock: some Clock<Duration>) -> () -> Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
