/// The card in the stick: who it is, and the counters that make a wrong PIN dangerous.
package struct SIMCard: Equatable, Sendable {
    package enum Lock: Equatable, Sendable {
        case none
        case pin
        case puk
        /// Ten wrong PUKs: the card is dead.
        case dead
    }

    static let pinAttempts = 3
    static let pukAttempts = 10

    /// 15 digits.
    package var imsi: String
    /// 19 or 20 digits.
    package var iccid: String
    /// As +CNUM shows it, with the `+`; nil: none is stored.
    package var number: String?
    package var pin: String
    package var puk: String
    /// Its own store.
    package var messages = MessageSlots(capacity: 20)
    /// Digits of the network code inside the IMSI.
    package var networkCodeLength = 2
    /// The card asks for the PIN after power-on.
    package var asksForPIN: Bool
    package private(set) var lock = Lock.none
    package private(set) var pinRetries = SIMCard.pinAttempts
    package private(set) var pukRetries = SIMCard.pukAttempts

    package init(imsi: String, iccid: String, pin: String, puk: String = "12345678", asksForPIN: Bool) {
        self.imsi = imsi
        self.iccid = iccid
        self.pin = pin
        self.puk = puk
        self.asksForPIN = asksForPIN
        powerOn()
    }

    /// A power cycle locks the card again; counters live on in it.
    mutating func powerOn() {
        if pukRetries == 0 {
            lock = .dead
        } else if pinRetries == 0 {
            lock = .puk
        } else {
            lock = asksForPIN ? .pin : .none
        }
    }

    mutating func enter(pin attempt: String) -> EquipmentError? {
        guard lock == .pin else { return lockError ?? .notAllowed }
        return verify(attempt)
    }

    mutating func enter(puk attempt: String, newPIN: String) -> EquipmentError? {
        guard lock == .puk || lock == .pin else { return lock == .dead ? .simFailure : .notAllowed }
        guard Self.isPIN(newPIN) else { return .incorrectParameters }
        guard attempt == puk else {
            pukRetries -= 1
            if pukRetries == 0 { lock = .dead }
            return .incorrectPassword
        }
        pin = newPIN
        pinRetries = Self.pinAttempts
        pukRetries = Self.pukAttempts
        lock = .none
        return nil
    }

    /// +CLCK="SC": turns the question for the PIN on or off.
    mutating func setAsksForPIN(_ on: Bool, pin attempt: String) -> EquipmentError? {
        if let lockError { return lockError }
        if let wrong = verify(attempt) { return wrong }
        asksForPIN = on
        return nil
    }

    /// +CPWD="SC". A card that does not ask for its PIN does not let it be changed either (27.007, 7.5).
    mutating func change(pin old: String, to new: String) -> EquipmentError? {
        if let lockError { return lockError }
        guard asksForPIN else { return .notAllowed }
        guard Self.isPIN(new) else { return .incorrectParameters }
        if let wrong = verify(old) { return wrong }
        pin = new
        return nil
    }

    /// Why a command that needs the open card cannot have it.
    var lockError: EquipmentError? {
        switch lock {
        case .none: nil
        case .pin: .pinRequired
        case .puk: .pukRequired
        case .dead: .simFailure
        }
    }

    private mutating func verify(_ attempt: String) -> EquipmentError? {
        guard attempt == pin else {
            pinRetries -= 1
            if pinRetries == 0 { lock = .puk }
            return .incorrectPassword
        }
        pinRetries = Self.pinAttempts
        lock = .none
        return nil
    }

    private static func isPIN(_ text: String) -> Bool {
        (4...8).contains(text.utf8.count)
            && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
