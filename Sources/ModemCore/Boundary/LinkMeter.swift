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

/// Reads the kernel's counters.
@LoopActor package protocol LinkMeter {
    /// Nil where there is no such interface. Answers at once.
    /// - Parameter interface: a name that was checked to be one (`ppp0`).
    func count(on interface: String) -> LinkCount?
}
