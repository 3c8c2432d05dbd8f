import DBus
import ModemAPI
import ModemClient

/// The connection of a stick: what it is now, and how it came to that.
struct ConnectionDetails {
    let modem: RemoteModem
    /// Seconds since 1970.
    let now: UInt64
    var paint = Paint.off
    /// A time, in words.
    var describeTime: (UInt64) -> String? = WallClock.dateAndTime(seconds:)

    var text: String {
        let stick = DetailSection(
            "Stick",
            ["State": modem.state, "Message": modem.stateMessage, "Stick": modem.stickName, "Port": modem.physicalPort])
        return DetailSection.text(of: [stick, present, history], paint)
    }

    /// Without what led to it.
    var present: DetailSection {
        let address = AddressText(modem[ConnectionInterface.ip4] ?? [:])
        return DetailSection(
            "Connection",
            [
                "Interface": modem[known: ConnectionInterface.interface],
                "Address": address.address,
                "Peer": address.peer,
                "IPv6": ipv6,
                "DNS": address.nameServers,
                "Since": modem[ConnectionInterface.since].flatMap(since),
                "Received": modem[ConnectionInterface.rxBytes].map(Quantity.bytes),
                "Sent": modem[ConnectionInterface.txBytes].map(Quantity.bytes),
                "Attempt": modem[ConnectionInterface.attempt].map { "\($0)" },
                "Next try": modem[ConnectionInterface.nextAttempt].flatMap(nextTry),
                "Last error": modem[ConnectionInterface.lastError].map(\.fields.1),
            ])
    }

    /// What is known of it, from the wider to the narrower.
    private var ipv6: String? {
        let settings = modem[ConnectionInterface.ip6] ?? [:]
        return Self.value(settings, "address", as: String.self) ?? Self.value(settings, "link-local", as: String.self)
    }

    private var history: DetailSection {
        let entries = (modem[ConnectionInterface.history] ?? []).map { entry -> (String, String) in
            let time = Self.value(entry, "time", as: UInt64.self).flatMap(describeTime) ?? "-"
            let event = Self.value(entry, "event", as: String.self) ?? ""
            let message = Self.value(entry, "message", as: String.self) ?? ""
            return (time, message.isEmpty ? event : "\(event): \(message)")
        }
        return DetailSection("History", pairs: entries)
    }

    private static func value<Content: BusType>(_ entry: [String: Value], _ key: String, as: Content.Type) -> Content? {
        entry[key].flatMap { try? Content(busValue: $0.unwrapped) }
    }

    private func since(_ start: UInt64) -> String? {
        guard let time = describeTime(start) else { return nil }
        return start <= now ? "\(time) (\(Quantity.span(seconds: now - start)))" : time
    }

    private func nextTry(_ start: UInt64) -> String? {
        guard let time = describeTime(start) else { return nil }
        return start > now ? "\(time) (in \(Quantity.span(seconds: start - now)))" : time
    }
}
