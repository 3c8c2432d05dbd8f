import TestSupport

@testable import ModemCore

// What holds after every step, and when nothing more comes.
extension WalkedHub {
    /// What its stick promises is checked by itself.
    func check(_ place: WalkedPlace) throws(BrokenPromise) {
        let holders = place.former + [place.stick].compactMap(\.self)
        try require(holders.count { $0.storage != nil } <= 1, "one switch at a time in a port", place.name)
        guard let stick = place.stick else {
            return try require(place.shown == nil, "what is there has an object", place.name)
        }
        let present = stick.machine.presence.device?.identity
        try require(
            present == place.shown, "an object is about what is in its port", "\(place.name): \(stick.machine.state)")
        if present != nil {
            try require(
                Set(stick.machine.ports.map(\.node)) == Set(place.ports.map(\.node)),
                "a stick has the ports that are there",
                "\(stick.machine.ports.map(\.node)), \(place.ports.map(\.node))")
        }
        if place.isLeftAlone {
            try require(
                stick.machine.reason == .switchBouncing && stick.storage == nil, "who keeps falling back is left alone",
                "\(stick.machine.state)")
        }
    }

    func checkRest() throws(BrokenPromise) {
        for place in places {
            try check(place)
            try require(place.former.isEmpty, "who has left lets go of everything", place.name)
            guard let stick = place.stick else { continue }
            try stick.checkRest()
            try require(
                place.shown != nil, "an object without a stick does not last", "\(place.name): \(stick.machine.state)")
        }
    }
}
