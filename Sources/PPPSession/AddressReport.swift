internal import ModemCore

/// Reads what `ppp-up` wrote: lines `NAME=value`. Any process of root could have written it, so nothing is taken that
/// does not have exactly the shape expected.
enum AddressReport {
    /// A report is never longer: six lines of at most 24 bytes.
    static let limit = 256

    /// Nil unless the interface, both addresses and all DNS servers are well formed and nothing else is there.
    static func parse(_ bytes: [UInt8]) -> CallAddress? {
        guard bytes.count <= limit, bytes.allSatisfy({ (0x20...0x7e).contains($0) || $0 == 0x0a }) else { return nil }
        var values: [String: String] = [:]
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, names.contains(parts[0]), values[parts[0]] == nil else { return nil }
            values[parts[0]] = parts[1]
        }
        guard let interface = values["IFNAME"], isInterface(interface), let address = values["IPLOCAL"],
            isAddress(address), let peer = values["IPREMOTE"], isAddress(peer)
        else { return nil }
        let dns = ["DNS1", "DNS2"].compactMap { values[$0] }
        let use = values["DNSBY"].flatMap(NameServerUse.init(rawValue:))
        guard dns.allSatisfy(isAddress), (use == nil) == (values["DNSBY"] == nil) else { return nil }
        return CallAddress(interface: interface, address: address, peer: peer, dns: dns, dnsUse: use)
    }

    private static let names: Set<String> = ["IFNAME", "IPLOCAL", "IPREMOTE", "DNS1", "DNS2", "DNSBY"]

    /// `ppp` and a number; the name goes into sysfs paths and to clients.
    private static func isInterface(_ name: String) -> Bool {
        guard name.hasPrefix("ppp") else { return false }
        return isNumber(name.dropFirst(3), digits: 1...9)
    }

    /// A dotted quad without leading zeros, not 0.0.0.0.
    static func isAddress(_ text: String) -> Bool {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false)
        guard octets.count == 4, octets.allSatisfy({ isNumber($0, digits: 1...3) && UInt8($0) != nil }) else {
            return false
        }
        return text != "0.0.0.0"
    }

    private static func isNumber(_ text: Substring, digits: ClosedRange<Int>) -> Bool {
        guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return false
        }
        return text == "0" || !text.hasPrefix("0")
    }
}
