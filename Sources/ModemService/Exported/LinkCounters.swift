internal import CPosix
internal import Glibc

/// Bytes over a network interface, as the kernel counts them.
struct LinkCounters: Equatable, Sendable {
    let received: UInt64
    let sent: UInt64

    /// Nil where there is no such interface. The name comes from pppd and was checked to be one (`ppp0`).
    init?(interface: String) {
        guard let received = Self.read(interface, "rx_bytes"), let sent = Self.read(interface, "tx_bytes") else {
            return nil
        }
        self.received = received
        self.sent = sent
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
