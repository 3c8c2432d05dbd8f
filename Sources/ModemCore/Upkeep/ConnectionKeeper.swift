package import EventLoop

/// Knows which connections are wanted, for sticks that are there and for those that have left meanwhile.
@LoopActor package final class ConnectionKeeper {
    /// Sticks that left with a wish are remembered, the longest absent is forgotten first.
    static let absentLimit = 64

    private let environment: ModemEnvironment
    private let profiles: ProfileBook?
    private var sticks: [ObjectIdentifier: Modem] = [:]
    /// By the stick's object.
    private var present: [ObjectIdentifier: ConnectionUpkeep] = [:]
    /// By the IMEI, for sticks that are not there.
    private var absent: [(equipment: String, upkeep: ConnectionUpkeep)] = []

    /// Sticks that somebody has disconnected: they are left alone until they are asked for, or come anew.
    private var released: Set<ObjectIdentifier> = []

    /// - Parameter profiles: those that may connect a stick without being asked for.
    package init(environment: ModemEnvironment, profiles: ProfileBook? = nil) {
        self.environment = environment
        self.profiles = profiles
        profiles?.observe { [weak self] in self?.follow($0) }
    }

    /// What was wanted before the service was started is wanted of the sticks that come from now on. To be called when the
    /// profiles have been read.
    package func recall() {
        for (stick, id) in environment.wishes.wishes {
            guard let profile = profiles?.profiles[id] else { continue }
            let wish = ConnectionWish(profile: id.text, settings: profile.connectSettings, isKept: true)
            let upkeep = ConnectionUpkeep(wish, environment: environment)
            upkeep.recall()
            absent.append((stick.digits, upkeep))
        }
    }

    /// Connects; returns the address, or why the first try failed. A wish that is kept goes on after that.
    package func connect(_ stick: Modem, _ wish: ConnectionWish) async throws(ModemError) -> CallAddress {
        let upkeep = upkeep(of: stick, wish)
        if upkeep.serves(wish) {
            defer { keepInMind(upkeep, of: stick) }
            try await upkeep.join()
        } else {
            try upkeep.checkForNewWish()
            released.remove(ObjectIdentifier(stick))
            try await upkeep.begin(wish, on: stick)
        }
        guard let address = stick.snapshot.connection?.address else { throw .callFailed(.hangUp) }
        return address
    }

    /// Ends the connection and the wish for it; returns when the call is over.
    package func disconnect(_ stick: Modem) async throws(ModemError) {
        released.insert(ObjectIdentifier(stick))
        if let imei = stick.snapshot.identity.imei { environment.wishes.forgetWish(of: imei) }
        await present[ObjectIdentifier(stick)]?.drop()
        try await stick.disconnect()
    }

    /// What became of a stick, before the bus is told.
    func saw(_ change: ModemChange) {
        switch change {
        case .settled: break
        case .added(let stick): sticks[ObjectIdentifier(stick)] = stick
        case .changed(let stick, let snapshot):
            let equipment = snapshot.identity.equipmentIdentifier
            if present[ObjectIdentifier(stick)] == nil, let upkeep = takeBack(equipment) {
                present[ObjectIdentifier(stick)] = upkeep
                upkeep.adopt(stick)
            }
            if let upkeep = present[ObjectIdentifier(stick)] {
                keepInMind(upkeep, of: stick)
                upkeep.look(at: snapshot)
            }
            if snapshot.state == .registered { connectByItself(stick) }
            if snapshot.state == .connected { keepInherited(stick) }
        case .removed(let stick): left(stick)
        }
    }

    /// What a person has asked for lasts longer than the service.
    private func keepInMind(_ upkeep: ConnectionUpkeep, of stick: Modem) {
        guard upkeep.isAskedFor, upkeep.isWanted, let imei = stick.snapshot.identity.imei else { return }
        if upkeep.wish.isKept, let profile = try? ProfileID(upkeep.wish.profile) {
            environment.wishes.remember(profile, wantedOf: imei)
        } else {
            environment.wishes.forgetWish(of: imei)
        }
    }

    private func upkeep(of stick: Modem, _ wish: ConnectionWish) -> ConnectionUpkeep {
        if let known = present[ObjectIdentifier(stick)] { return known }
        let upkeep = ConnectionUpkeep(wish, environment: environment)
        present[ObjectIdentifier(stick)] = upkeep
        return upkeep
    }

    /// The machine is about to sleep: nothing is tried until it is awake.
    func suspend() { for upkeep in all { upkeep.suspend() } }

    /// What was wanted before is wanted now, as soon as its stick can.
    func resume() { for upkeep in all { upkeep.resume() } }

    private var all: [ConnectionUpkeep] { present.values + absent.map(\.upkeep) }

    // MARK: Profiles

    private func connectByItself(_ stick: Modem) {
        guard let wish = wishByItself(for: stick) else { return }
        upkeep(of: stick, wish).want(wish, on: stick)
    }

    /// What was wanted is not written down. A call that was left is kept as a profile wants it, once all is known that the
    /// profile may ask for; without one nobody keeps it.
    private func keepInherited(_ stick: Modem) {
        guard stick.isCallInherited, stick.snapshot.network != nil, let wish = wishByItself(for: stick) else { return }
        upkeep(of: stick, wish).inherit(wish, on: stick)
    }

    private func wishByItself(for stick: Modem) -> ConnectionWish? {
        guard let profiles, !released.contains(ObjectIdentifier(stick)),
            present[ObjectIdentifier(stick)]?.isWanted != true,
            let profile = Profile.wanted(among: profiles.profiles.values, on: stick.occasion)
        else { return nil }
        return ConnectionWish(profile: profile.id.text, settings: profile.connectSettings, isKept: true)
    }

    private func follow(_ change: ProfileBook.Change) {
        switch change {
        case .added(let profile), .updated(let profile):
            for upkeep in upkeeps(of: profile.id) { upkeep.change(to: profile.connectSettings) }
            for stick in sticks.values where stick.snapshot.state == .registered {
                connectByItself(stick)
            }
            for stick in sticks.values { stick.lookForStoredPIN() }
        case .removed(let id):
            for (stick, wanted) in environment.wishes.wishes where wanted == id {
                environment.wishes.forgetWish(of: stick)
            }
            for upkeep in upkeeps(of: id) { Task { await upkeep.drop() } }
        }
    }

    private func upkeeps(of id: ProfileID) -> [ConnectionUpkeep] {
        all.filter { $0.isWanted && $0.wish.profile == id.text }
    }

    private func left(_ stick: Modem) {
        released.remove(ObjectIdentifier(stick))
        sticks[ObjectIdentifier(stick)] = nil
        guard let upkeep = present.removeValue(forKey: ObjectIdentifier(stick)) else { return }
        upkeep.left()
        let equipment = stick.snapshot.identity.equipmentIdentifier
        guard upkeep.isWanted, !equipment.isEmpty else { return }
        absent.append((equipment, upkeep))
        if absent.count > Self.absentLimit { absent.removeFirst() }
    }

    private func takeBack(_ equipment: String) -> ConnectionUpkeep? {
        guard !equipment.isEmpty, let index = absent.firstIndex(where: { $0.equipment == equipment }) else {
            return nil
        }
        return absent.remove(at: index).upkeep
    }
}
