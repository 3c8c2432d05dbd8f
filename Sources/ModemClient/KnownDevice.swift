package import DBus

/// A stick that the service knows by its id, as `ListDevices` tells it.
package struct KnownDevice: Equatable, Sendable {
    /// All of it, for who knows the keys.
    package let settings: [String: Value]

    package init(settings: [String: Value]) { self.settings = settings }

    package var usbID: String { text("id") }
    /// Such as `storage modem`.
    package var mode: String { text("mode") }
    package var model: String { text("model") }
    package var product: String { text("product") }
    package var reason: String { text("reason") }
    package var source: String { text("source") }
    package var methods: [String] { texts("methods") }
    package var targets: [String] { texts("targets") }
    /// Such as `00:data`.
    package var ports: [String] { texts("ports") }
    package var reserved: [String] { texts("reserved") }
    package var drivers: [String] { texts("drivers") }
    package var quirks: [String] { texts("quirks") }

    package var modes: [String] { mode.split(separator: " ").map(String.init) }

    /// Whether a person who types this means it: part of its id, its model, or of an id it comes back with.
    package func isMeant(by words: String) -> Bool {
        let words = words.lowercased()
        return ([usbID, model, product] + targets).contains { text in
            let text = text.lowercased()
            return words.isEmpty || text.indices.contains { text[$0...].hasPrefix(words) }
        }
    }

    /// `19d2:2000`, or `2000`, as there is one maker.
    package func isCalled(_ name: String) -> Bool {
        let name = name.lowercased()
        return usbID == name || usbID == "19d2:" + name
    }

    private func text(_ key: String) -> String {
        if case .string(let text)? = settings[key] { text } else { "" }
    }

    private func texts(_ key: String) -> [String] {
        guard case .array(_, let values)? = settings[key] else { return [] }
        return values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    }
}
