internal import DBus
internal import ModemCore

extension ScannedNetwork {
    /// What `Scan` says of one network. What is not known is absent.
    var busSettings: [String: Value] {
        var settings: [String: Value] = ["status": .string(status.rawValue)]
        for (key, text) in [
            ("code", code), ("name", name), ("short-name", shortName), ("technology", accessTechnology),
        ] where !text.isEmpty {
            settings[key] = .string(text)
        }
        return settings
    }
}
