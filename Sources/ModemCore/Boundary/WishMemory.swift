package import EventLoop

/// Which connections are wanted until somebody says otherwise: it outlives the service. Answers at once; what is remembered is
/// written some time later.
@LoopActor package protocol WishMemory {
    /// The profile that each stick is to be connected with.
    var wishes: [IMEI: ProfileID] { get }
    func remember(_ profile: ProfileID, wantedOf stick: IMEI)
    func forgetWish(of stick: IMEI)
}

/// Forgets everything.
package struct NoWishes: WishMemory {
    package nonisolated init() {}

    package var wishes: [IMEI: ProfileID] { [:] }
    package func remember(_ profile: ProfileID, wantedOf stick: IMEI) {}
    package func forgetWish(of stick: IMEI) {}
}
