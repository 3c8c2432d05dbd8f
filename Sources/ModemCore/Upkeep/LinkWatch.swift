/// Notices a call over which nothing comes back any more: bytes go out, none come in, and pppd does not know.
///
/// Many sticks answer LCP echoes themselves, so that pppd takes a link for alive that ends at the stick's own firmware.
package struct LinkWatch: Sendable {
    /// What the stick's other port says of the network.
    package enum Testimony: Sendable { case attached, detached, unknown }

    package enum Verdict: Equatable, Sendable {
        case alive
        /// Ask the stick; the next sample may decide.
        case suspicious
        case dead
    }

    package enum Limits {
        /// How often to look while there is a call; each look wakes the machine.
        package static let interval: Duration = .seconds(15)
        /// And while something seems to be wrong.
        package static let closeInterval: Duration = .seconds(5)
        /// Without an answer for so long the stick is asked.
        package static let suspicion: Duration = .seconds(10)
        /// Where the stick says that it has no network.
        package static let silenceWithoutNetwork: Duration = .seconds(15)
        /// Where it says that all is well, or nothing.
        package static let silence: Duration = .seconds(30)
        /// A program that sends and expects nothing does not wait for answers; one that does asks again and again.
        package static let unansweredSamples = 3
    }

    private var last: LinkCount?
    private var silentFor: Duration = .zero
    private var samplesWithSending = 0

    package init() {}

    /// Until the next look.
    package var interval: Duration { silentFor == .zero ? Limits.interval : Limits.closeInterval }

    /// - Parameter elapsed: since the last look.
    package mutating func look(_ count: LinkCount, elapsed: Duration, testimony: Testimony) -> Verdict {
        defer { last = count }
        guard let last, count.receivedBytes == last.receivedBytes else { return begin() }
        let isSending = count.sentPackets > last.sentPackets
        // Silence on both sides is nobody's trouble: time counts from the first unanswered packet.
        guard isSending || samplesWithSending > 0 else { return begin() }
        silentFor += elapsed
        samplesWithSending += isSending ? 1 : 0
        return verdict(testimony)
    }

    private func verdict(_ testimony: Testimony) -> Verdict {
        let limit = testimony == .detached ? Limits.silenceWithoutNetwork : Limits.silence
        if silentFor >= limit, samplesWithSending >= Limits.unansweredSamples { return .dead }
        return silentFor >= Limits.suspicion ? .suspicious : .alive
    }

    private mutating func begin() -> Verdict {
        (silentFor, samplesWithSending) = (.zero, 0)
        return .alive
    }
}
