/// The chain of causes of one connection, oldest first: what happened, when, in words.
package struct ConnectionHistory: Equatable, Sendable {
    /// Enough for a night of trouble with waits of five minutes to be told from its end.
    package static let limit = 20

    package struct Entry: Equatable, Sendable {
        /// Seconds since 1970.
        package let time: UInt64
        package let event: Event
        /// For a person; empty where the event says it all.
        package let message: String
    }

    /// Raw values are what the bus shows.
    package enum Event: String, CaseIterable, Sendable {
        case asked, dial, up
        case dialFailed = "dial-failed"
        case down
        case wait
        case attachAnew = "attach-anew"
        case radioCycle = "radio-cycle"
        case deviceReset = "device-reset"
        /// The stick left its port.
        case gone
        case back
        /// It was wanted before the service was started.
        case recalled
        case blocked
        case suspended, resumed
        case dropped
        /// The SIM has used what it may use in a month.
        case limit
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    package mutating func note(_ event: Event, _ message: String = "", at time: UInt64) {
        entries.append(Entry(time: time, event: event, message: message))
        if entries.count > Self.limit { entries.removeFirst(entries.count - Self.limit) }
    }
}
