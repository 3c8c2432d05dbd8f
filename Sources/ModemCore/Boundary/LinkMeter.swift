package import EventLoop

/// What the kernel has counted on a network interface since it is there.
package struct LinkCount: Equatable, Sendable {
    package var receivedBytes: UInt64
    package var sentBytes: UInt64
    package var sentPackets: UInt64

    package init(receivedBytes: UInt64, sentBytes: UInt64, sentPackets: UInt64) {
        self.receivedBytes = receivedBytes
        self.sentBytes = sentBytes
        self.sentPackets = sentPackets
    }
}

/// What IPv6 has an interface: addresses in text, RFC 5952.
package struct LinkIPv6: Equatable, Sendable {
    /// What the ends of the call have agreed upon (RFC 5072).
    package let linkLocal: String
    /// From the prefix that the network announces (RFC 4862); nil until it has.
    package let address: String?

    package init(linkLocal: String, address: String?) {
        self.linkLocal = linkLocal
        self.address = address
    }
}

/// Reads the kernel's counters and addresses.
@LoopActor package protocol LinkMeter {
    /// Nil where there is no such interface. Answers at once.
    /// - Parameter interface: a name that was checked to be one (`ppp0`).
    func count(on interface: String) -> LinkCount?
    /// Nil where there is none, or not yet. Answers at once.
    func ipv6(on interface: String) -> LinkIPv6?
}
