import DBus
import ModemAPI
import ModemClient

/// One change on one line, for a person or for a program.
struct ChangeText {
    enum Event {
        /// There from the beginning.
        case present(RemoteModem)
        case changed(ModemChange)
    }

    let event: Event
    let time: WallClock

    /// - Returns: nil for a change of properties, unless these are wanted.
    func line(withProperties: Bool) -> String? {
        guard let words = words(withProperties: withProperties) else { return nil }
        return time.timeOfDay + "  " + EscapedText.escape(words)
    }

    private func words(withProperties: Bool) -> String? {
        switch event {
        case .present(let modem): Self.words(modem, modem.state, modem)
        case .changed(.arrived(let modem)):
            Self.words(modem, "plugged in (\(modem[known: ModemInterface.usbID] ?? "?")): \(modem.state)", modem)
        case .changed(.left(let modem)): Self.words(modem, "unplugged", nil)
        case .changed(.state(let modem, let old)): Self.words(modem, "\(old) -> \(modem.state)", modem)
        case .changed(.message(let modem)): Self.words(modem, modem.state, modem)
        case .changed(.properties(let modem, let interface, let names)):
            withProperties ? Self.words(modem, Self.values(modem, interface, names), nil) : nil
        case .changed(.serviceLeft): "zte-modemd has ended"
        case .changed(.serviceReturned): "zte-modemd is back"
        }
    }

    func json(withProperties: Bool) -> JSON? {
        switch event {
        case .present(let modem): object("present", modem, Self.state(modem))
        case .changed(.arrived(let modem)): object("arrived", modem, Self.state(modem))
        case .changed(.left(let modem)): object("left", modem)
        case .changed(.state(let modem, let old)): object("state", modem, [("from", .string(old))] + Self.state(modem))
        case .changed(.message(let modem)): object("message", modem, Self.state(modem))
        case .changed(.properties(let modem, let interface, let names)):
            withProperties ? object("properties", modem, Self.properties(modem, interface, names)) : nil
        case .changed(.serviceLeft): object("service-left", nil)
        case .changed(.serviceReturned): object("service-returned", nil)
        }
    }

    // MARK: Words

    private static func words(_ modem: RemoteModem, _ what: String, _ explained: RemoteModem?) -> String {
        var words = "\(modem.physicalPort)  \(what)"
        if let explained {
            if !explained.stateReason.isEmpty { words += " (\(explained.stateReason))" }
            if !explained.stateMessage.isEmpty { words += ": \(explained.stateMessage)" }
        }
        return words
    }

    private static func values(_ modem: RemoteModem, _ interface: String, _ names: [String]) -> String {
        let values = modem.interfaces[interface]?.values ?? [:]
        let assignments = names.map { name in "\(name)=\(values[name].map { JSON($0).text } ?? "unknown")" }
        return JSON.shortName(of: interface) + " " + assignments.joined(separator: " ")
    }

    // MARK: JSON

    private func object(_ name: String, _ modem: RemoteModem?, _ more: [(name: String, value: JSON)] = []) -> JSON {
        var members: [(name: String, value: JSON)] = [
            ("time", .string(time.iso8601)), ("event", .string(name)),
        ]
        if let modem {
            members += [("path", .string(modem.path.text)), ("port", .string(modem.physicalPort))]
        }
        return .object(members + more)
    }

    private static func state(_ modem: RemoteModem) -> [(name: String, value: JSON)] {
        [
            ("state", .string(modem.state)), ("reason", .string(modem.stateReason)),
            ("message", .string(modem.stateMessage)),
        ]
    }

    /// A property that is not known any more is null.
    private static func properties(
        _ modem: RemoteModem, _ interface: String, _ names: [String]
    ) -> [(name: String, value: JSON)] {
        let values = modem.interfaces[interface]?.values ?? [:]
        return [
            ("interface", .string(JSON.shortName(of: interface))),
            ("properties", .object(names.map { ($0, values[$0].map { JSON($0) } ?? .null) })),
        ]
    }
}
