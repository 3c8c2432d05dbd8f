/// Where packets and questions for names go.
struct NetworkScan {
    var root = ""

    /// Interfaces with an IPv4 default route, that of the smallest metric first.
    func defaultRoutes() -> [String] {
        let lines = (MachineFile.text(root + "/proc/net/route") ?? "").split(separator: "\n").dropFirst()
        let routes = lines.compactMap { Self.defaultRoute(Self.words(of: $0)) }
        return routes.sorted { $0.metric < $1.metric }.map(\.interface)
    }

    /// Of the fields: interface, destination, gateway, flags, two that are unused, metric, mask.
    private static func defaultRoute(_ fields: [Substring]) -> (interface: String, metric: UInt32)? {
        guard fields.count > 7, fields[1] == "00000000", fields[7] == "00000000",
            let flags = UInt32(fields[3], radix: 16)
        else { return nil }
        let isUp = flags & 1 != 0
        return isUp ? (String(fields[0]), UInt32(fields[6]) ?? .max) : nil
    }

    private static func words(of line: Substring) -> [Substring] {
        line.split(whereSeparator: { character in character == " " || character == "\t" })
    }

    /// Of the resolver; where that is systemd-resolved, of those it asks.
    func nameServers() -> Set<String> {
        let local: Set = ["127.0.0.53", "127.0.0.54"]
        let servers = Self.servers(in: MachineFile.text(root + "/etc/resolv.conf", limit: 1 << 16))
        guard !servers.isDisjoint(with: local) else { return servers }
        return servers.union(
            Self.servers(in: MachineFile.text(root + "/run/systemd/resolve/resolv.conf", limit: 1 << 16)))
    }

    private static func servers(in text: String?) -> Set<String> {
        let lines = (text ?? "").split(separator: "\n").map { words(of: $0) }
        return Set(lines.filter { $0.count > 1 && $0[0] == "nameserver" }.map { String($0[1]) })
    }
}
