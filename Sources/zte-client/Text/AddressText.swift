import DBus

/// The address part of a connection, as Connect returns it and as `Ip4` has it.
struct AddressText {
    let interface: String?
    let address: String?
    let peer: String?
    let nameServers: String?

    init(_ settings: [String: Value]) {
        func text(_ key: String) -> String? {
            settings[key].flatMap { try? String(busValue: $0.unwrapped) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        interface = text("interface")
        address = text("address")
        peer = text("peer")
        let servers = settings["dns"].flatMap { try? [String](busValue: $0.unwrapped) } ?? []
        nameServers = servers.isEmpty ? nil : servers.joined(separator: ", ")
    }

    /// One line for a new connection.
    var summary: String {
        let parts: [String?] = [
            [interface, address].compactMap { $0 }.joined(separator: " "), peer.map { "peer \($0)" },
            nameServers.map { "DNS \($0)" },
        ]
        return parts.compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: ", ")
    }
}
