extension Profile {
    /// What is known of a stick and its SIM when somebody asks whether a profile is for them.
    package struct Occasion: Equatable, Sendable {
        package var port: String
        /// Empty while unknown.
        package var imei: String
        /// Nil while unknown.
        package var iccid: String?
        /// MCC and MNC of the SIM's operator; empty while unknown.
        package var home: String

        package init(port: String, imei: String = "", iccid: String? = nil, home: String = "") {
            self.port = port
            self.imei = imei
            self.iccid = iccid
            self.home = home
        }
    }

    /// Why this profile is not for that stick or SIM, in half a sentence; nil if it is, or while nobody can tell.
    package func mismatch(with occasion: Occasion) -> String? {
        if stick?.fits(imei: occasion.imei, port: occasion.port) == false { return "is for another stick" }
        if sim?.fits(iccid: occasion.iccid, home: occasion.home) == false { return "is for another SIM" }
        return nil
    }

    /// Whether a stick may be connected with this profile without being asked for: all it names is known and fits.
    package func isWanted(on occasion: Occasion) -> Bool {
        autoconnect && (stick.map { $0.fits(imei: occasion.imei, port: occasion.port) == true } ?? true)
            && (sim.map { $0.fits(iccid: occasion.iccid, home: occasion.home) == true } ?? true)
    }

    /// The profile to connect a stick with by itself: the one that says most about what it is for, by id among equals.
    package static func wanted(among profiles: some Sequence<Profile>, on occasion: Occasion) -> Profile? {
        profiles.filter { $0.isWanted(on: occasion) }.min {
            $0.precision == $1.precision ? $0.id < $1.id : $0.precision > $1.precision
        }
    }

    private var precision: Int {
        let card =
            switch sim {
            case .card: 4
            case .home: 2
            case nil: 0
            }
        return card + (stick == nil ? 0 : 1)
    }
}

extension Modem {
    /// What is known of this stick and its SIM now.
    package var occasion: Profile.Occasion {
        Profile.Occasion(
            port: physicalPort, imei: snapshot.identity.equipmentIdentifier, iccid: cardIdentity,
            home: snapshot.sim?.operatorCode ?? "")
    }
}
