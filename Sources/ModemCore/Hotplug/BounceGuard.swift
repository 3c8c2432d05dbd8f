/// Notices a stick that keeps falling back: it is switched, is a modem for a moment, and comes back as a CD-ROM. Pure; keyed by
/// the physical port, because nothing else of such a stick stays.
struct BounceGuard: Sendable {
    /// So many falls within ``window`` are enough. A hand is slower than that, and a stick that got as far as a network is none
    /// of these.
    static let falls = 3
    static let window: Duration = .seconds(120)

    /// When they were.
    private var falls: [String: [Duration]] = [:]
    /// Ports whose stick left as a modem that was of no use yet.
    private var fallen: Set<String> = []
    private var quarantined: Set<String> = []

    /// A stick left the port.
    /// - Parameter state: what it was; nil for a stick that was not switched here.
    mutating func left(_ port: String, in state: ModemState?) {
        if quarantined.remove(port) != nil {
            // That is what it takes: somebody has pulled it out.
            falls[port] = nil
            return
        }
        switch state {
        case .settling, .probing, .enabling: fallen.insert(port)
        case nil, .storage, .switching, .locked, .disabled, .searching, .registered, .connecting, .connected,
            .disconnecting, .failed:
            fallen.remove(port)
        }
    }

    /// A CD-ROM is in the port. Whether it is to be left alone.
    /// - Parameter now: time since some beginning.
    mutating func cameAsStorage(_ port: String, at now: Duration) -> Bool {
        guard fallen.remove(port) != nil else { return false }
        let recent = (falls[port] ?? []).filter { now - $0 < Self.window } + [now]
        falls[port] = recent
        guard recent.count >= Self.falls else { return false }
        quarantined.insert(port)
        return true
    }
}
