package import EventLoop

/// What is known of a stored PIN and the SIM that it is to open.
package struct StoredPINRecord: Equatable, Sendable {
    /// That SIM has refused it before.
    package var wasRefused: Bool
    /// It was about to be sent, and nobody has seen what became of it.
    package var isUnsettled: Bool
    /// That SIM was sent a stored PIN, this one or another, since the machine was started, and was not seen to open by it.
    package var wasInVainSinceBoot: Bool

    package init(wasRefused: Bool = false, isUnsettled: Bool = false, wasInVainSinceBoot: Bool = false) {
        self.wasRefused = wasRefused
        self.isUnsettled = isUnsettled
        self.wasInVainSinceBoot = wasInVainSinceBoot
    }
}

/// What a SIM made of a PIN.
package enum PINOutcome: String, Sendable {
    case accepted, refused
}

/// Which stored PINs were sent to which SIM and did not open it: it outlives the service.
@LoopActor package protocol PINMemory {
    /// - Parameter card: the ICCID.
    func record(of pin: PIN, for card: String) -> StoredPINRecord
    /// Notes that a PIN is about to be sent. Returns when that is on the disk.
    /// - Returns: false where it could not be kept; then the PIN must not be sent.
    func intend(_ pin: PIN, for card: String) async -> Bool
    /// Notes what the SIM made of a PIN. Of a right one nothing is kept; others of that SIM were wrong, and the SIM counts its
    /// tries anew, so that none of them is in the way of another.
    func settle(_ pin: PIN, for card: String, as outcome: PINOutcome) async
}

/// Remembers nothing, so that no stored PIN may be sent.
package struct NoPINMemory: PINMemory {
    package nonisolated init() {}

    package func record(of pin: PIN, for card: String) -> StoredPINRecord { StoredPINRecord() }
    package func intend(_ pin: PIN, for card: String) async -> Bool { false }
    package func settle(_ pin: PIN, for card: String, as outcome: PINOutcome) async {}
}
