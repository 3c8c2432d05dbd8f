internal import EventLoop

/// Counts one call, from its first look at the counters to its end.
@LoopActor final class UsageLine {
    private let book: UsageBook
    private let identifier: String
    private let interface: String
    private var meter: UsageMeter
    private var sinceLook: () -> Duration
    private var isRoaming = false
    private var hasEnded = false

    init(_ book: UsageBook, _ identifier: String, _ interface: String, _ meter: UsageMeter) {
        (self.book, self.identifier, self.interface, self.meter) = (book, identifier, interface, meter)
        sinceLook = UsageBook.stopwatch(book.clock)
    }

    /// - Parameters:
    ///   - registration: where it was used; what is not known is as it was before.
    /// - Returns: the limit, where it has been reached.
    func look(_ count: LinkCount, _ registration: NetworkStatus.Registration?) -> UsageLimit? {
        guard !hasEnded else { return nil }
        note(registration)
        let amount = meter.count(count, after: takeElapsed())
        book.add(amount, isRoaming: isRoaming, UsageLink(interface: interface, count: count), of: identifier)
        return book.summary(of: identifier)?.exceeded
    }

    /// The call is over; what is known of it goes to the disk.
    func end() {
        guard !hasEnded else { return }
        hasEnded = true
        book.add(meter.pass(takeElapsed()), isRoaming: isRoaming, nil, of: identifier)
    }

    private func note(_ registration: NetworkStatus.Registration?) {
        switch registration {
        case .home: isRoaming = false
        case .roaming: isRoaming = true
        case .idle, .searching, .denied, .unknown, nil: break
        }
    }

    private func takeElapsed() -> Duration {
        defer { sinceLook = UsageBook.stopwatch(book.clock) }
        return sinceLook()
    }
}
