internal import ATProtocol
internal import EventLoop

/// What became of the PIN that is stored for a SIM.
enum StoredPINResult: Equatable, Sendable {
    /// There is none, or a person has given one.
    case none
    /// The stick has taken it; whether the SIM is open is to be seen.
    case accepted
    /// It was not sent, or in vain.
    case held(StateReason)
}

extension Modem {
    /// Sends the PIN that is stored for the SIM, where ``StoredPINRule`` lets it: at most once in vain, whatever happens meanwhile.
    /// That it is about to be sent is on the disk before it is.
    func tryStoredPIN(over channel: ATChannel) async throws(ATError) -> StoredPINResult {
        if isSIMTaken || pinOfWantedCall != nil { return .none }
        let offered = storedPINOfWantedCall
        // Whether it was sent before is not known of a SIM that does not say who it is.
        guard let card = cardIdentity else { return offered == nil ? .none : .held(.pinNotTried) }
        guard let pin = offered ?? environment.storedPIN(card) else { return .none }
        isSIMTaken = true
        defer { isSIMTaken = false }
        let pins = environment.pins
        switch StoredPINRule(tries: snapshot.sim?.pinRetries, pins.record(of: pin, for: card)) {
        case .send: break
        case .hold(let reason): return .held(reason)
        case .wasRefused:
            await pins.settle(pin, for: card, as: .refused)
            return .held(.pinRefused)
        }
        guard await pins.intend(pin, for: card) else { return .held(.pinNotTried) }
        sentStoredPIN = (pin, card)
        guard !Task.isCancelled, link?.control === channel else { throw .portLost }
        switch await enter(pin) {
        case .accepted: return .accepted
        case .refused:
            await pins.settle(pin, for: card, as: .refused)
            return .held(.pinRefused)
        // Nobody is there to try it a second time.
        case .busy: return .held(.pinSentBefore)
        case .silent: throw .portSilent
        case .lost: throw .portLost
        }
    }

    /// A stored PIN that was sent, and of which nobody knew what became of it, was right.
    func noteSIMIsOpen() async {
        let pins = environment.pins
        guard let card = cardIdentity else { return }
        // Whoever wanted a call with it may have thought better of it.
        let sent = sentStoredPIN.flatMap { $0.card == card ? $0.pin : nil }
        guard let pin = sent ?? storedPINOfWantedCall ?? environment.storedPIN(card),
            pins.record(of: pin, for: card).isUnsettled
        else { return }
        await pins.settle(pin, for: card, as: .accepted)
    }

    /// The SIM is open: the PIN is no refused one, and another that was sent was wrong.
    func notePINWasRight(_ pin: PIN) async {
        guard let cardIdentity else { return }
        await environment.pins.settle(pin, for: cardIdentity, as: .accepted)
    }

    /// The profiles have changed; one of them may open the SIM.
    func lookForStoredPIN() {
        guard snapshot.state == .locked, !isSIMTaken, let cardIdentity, environment.storedPIN(cardIdentity) != nil
        else {
            return
        }
        feed(.pinStored)
    }
}

extension ProfileBook {
    /// The PIN that is stored for one SIM: in a profile that names its ICCID, the first by id.
    package func pin(ofCard iccid: String) -> PIN? {
        profiles.values.filter { $0.secrets.pin != nil && $0.sim?.isCard(iccid) == true }.min { $0.id < $1.id }?
            .secrets.pin
    }
}

extension SIMMatch {
    fileprivate func isCard(_ iccid: String) -> Bool {
        switch self {
        case .card: fits(iccid: iccid, home: "") == true
        case .home: false
        }
    }
}
