/// Notices a stick that keeps falling back: it is switched, is a modem for a moment, and comes back as a CD-ROM. Pure; keyed by
/// the physical port, because nothing else of such a stick stays.
struct BounceGuard: Sendable {
    /// So many falls within ``window`` are enough. A hand is slower than that, and a stick that got as far as a network is none
    /// of these.
    static let falls = 3
    static let window: Duration = .seconds(120)

    private var counts: [String: Int] = [:]
    /// Ports whose stick left as a modem that was of no use yet.
    private var fallen: Set<String> = []
    private var quarantined: Set<String> = []

    enum Verdict: Equatable, Sendable {
        case goAhead
        /// A fall, to be forgotten after ``window``.
        case counted
        case quarantined
    }

    /// A stick left the port.
    /// - Parameter state: what it was; nil for a stick that was not switched here.
    mutating func left(_ port: String, in state: ModemState?) {
        if quarantined.remove(port) != nil {
            // That is what it takes: somebody has pulled it out.
            counts[port] = nil
            return
        }
        switch state {
        case .settling, .probing, .enabling: fallen.insert(port)
        case nil, .storage, .switching, .locked, .disabled, .searching, .registered, .connecting, .connected,
            .disconnecting, .failed:
            fallen.remove(port)
        }
    }

    /// A CD-ROM is in the port.
    mutating func cameAsStorage(_ port: String) -> Verdict {
        guard fallen.remove(port) != nil else { return .goAhead }
        counts[port, default: 0] += 1
        guard counts[port, default: 0] >= Self.falls else { return .counted }
        quarantined.insert(port)
        return .quarantined
    }

    /// The window of one fall is over.
    mutating func forget(_ port: String) {
        guard let count = counts[port] else { return }
        counts[port] = count > 1 ? count - 1 : nil
    }
}
