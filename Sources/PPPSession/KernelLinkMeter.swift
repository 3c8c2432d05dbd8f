internal import CPosix
package import EventLoop
internal import Glibc
package import ModemCore

/// Bytes and packets over a network interface, from sysfs.
@LoopActor package struct KernelLinkMeter: LinkMeter {
    package init() {}

    package func count(on interface: String) -> LinkCount? {
        guard let received = Self.read(interface, "rx_bytes"), let sent = Self.read(interface, "tx_bytes"),
            let packets = Self.read(interface, "tx_packets")
        else { return nil }
        return LinkCount(receivedBytes: received, sentBytes: sent, sentPackets: packets)
    }

    private static func read(_ interface: String, _ counter: String) -> UInt64? {
        let file = cposix_open("/sys/class/net/\(interface)/statistics/\(counter)", O_RDONLY, 0)
        guard file >= 0 else { return nil }
        defer { _ = close(file) }
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return UInt64(String(decoding: bytes.prefix(count).prefix { $0 != 0x0a }, as: UTF8.self))
    }
}
