internal import CPosix
package import EventLoop
internal import Glibc
package import ModemCore

/// Bytes and packets over a network interface, from sysfs; its IPv6 addresses, from procfs.
@LoopActor package struct KernelLinkMeter: LinkMeter {
    package init() {}

    package func count(on interface: String) -> LinkCount? {
        guard let received = Self.read(interface, "rx_bytes"), let sent = Self.read(interface, "tx_bytes"),
            let packets = Self.read(interface, "tx_packets")
        else { return nil }
        return LinkCount(receivedBytes: received, sentBytes: sent, sentPackets: packets)
    }

    package func ipv6(on interface: String) -> LinkIPv6? {
        guard let table = Self.contents("/proc/net/if_inet6", limit: 1 << 16) else { return nil }
        return AddressTable.ipv6(of: interface, in: table)
    }

    private static func read(_ interface: String, _ counter: String) -> UInt64? {
        let bytes = contents("/sys/class/net/\(interface)/statistics/\(counter)", limit: 32)
        return bytes.flatMap { UInt64(String(decoding: $0.prefix { $0 != 0x0a }, as: UTF8.self)) }
    }

    /// At most `limit` bytes, which procfs gives in pieces; nil for what is empty or cannot be read.
    private static func contents(_ path: String, limit: Int) -> [UInt8]? {
        let file = cposix_open(path, O_RDONLY, 0)
        guard file >= 0 else { return nil }
        defer { _ = close(file) }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: min(limit, 4096))
        while bytes.count < limit {
            let count = Glibc.read(file, &piece, piece.count)
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += piece.prefix(count)
        }
        return bytes.isEmpty ? nil : bytes
    }
}
