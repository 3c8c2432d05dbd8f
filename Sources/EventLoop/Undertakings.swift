/// What the parts of a program are about, and until when each is over with it at the latest. Whoever is late has missed all
/// deadlines of its own, and hangs.
@LoopActor package final class Undertakings {
    /// Names one undertaking from its beginning to its end.
    package struct Ticket: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    /// One that should have been over.
    package struct Late: Hashable, Sendable {
        package let ticket: Ticket
        /// For a stick its physical port.
        package let owner: String
        package let what: String
        package let limit: Duration

        fileprivate init(ticket: Ticket, owner: String, what: String, limit: Duration) {
            self.ticket = ticket
            self.owner = owner
            self.what = what
            self.limit = limit
        }

        /// Of a lane, whose work has no ticket; when it began tells one piece from the next.
        package init(lane name: String, since: LoopClock.Instant, limit: Duration) {
            self.init(
                ticket: Ticket(number: since.nanoseconds), owner: "", what: "work on the lane of \(name)", limit: limit)
        }
    }

    /// One owner's.
    package struct Account: Sendable {
        package let undertakings: Undertakings
        package let owner: String

        package init(_ undertakings: Undertakings, owner: String) {
            self.undertakings = undertakings
            self.owner = owner
        }

        @LoopActor package func begin(_ what: String, within limit: Duration) -> Ticket {
            undertakings.begin(what, of: owner, within: limit)
        }

        @LoopActor package func end(_ ticket: Ticket?) { undertakings.end(ticket) }
    }

    private let now: @LoopActor () -> LoopClock.Instant
    private var underWay: [Ticket: (late: Late, latest: LoopClock.Instant)] = [:]
    private var nextNumber: UInt64 = 1

    /// - Parameter now: of a clock that stands still while the machine sleeps, as the work does.
    package nonisolated init(now: @escaping @LoopActor () -> LoopClock.Instant = { LoopClock.monotonic.now }) {
        self.now = now
    }

    /// - Parameter limit: by when it has given up by itself, and some more.
    package func begin(_ what: String, of owner: String, within limit: Duration) -> Ticket {
        let ticket = Ticket(number: nextNumber)
        nextNumber += 1
        underWay[ticket] = (
            Late(ticket: ticket, owner: owner, what: what, limit: limit), now().advanced(by: limit)
        )
        return ticket
    }

    /// Safe to call twice, and without one.
    package func end(_ ticket: Ticket?) {
        if let ticket { underWay[ticket] = nil }
    }

    /// Those whose time is up, the oldest first.
    package var late: [Late] {
        let time = now()
        return underWay.values.filter { $0.latest < time }.map(\.late).sorted { $0.ticket.number < $1.ticket.number }
    }
}
