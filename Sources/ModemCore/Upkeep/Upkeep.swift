/// Keeps a connection up that somebody wants: decides when to dial, how long to wait, what to try harder, and when only a
/// person can help.
package enum Upkeep {
    /// Bounds, with what they follow from.
    package enum Limits {
        /// The first wait: a carrier that was lost is back at once more often than not.
        package static let firstWait: Duration = .seconds(1)
        /// A network that is down for hours is asked twelve times an hour.
        package static let longestWait: Duration = .seconds(300)
        /// Wrong credentials are refused by a network that may be mistaken; not three times in a row.
        package static let refusals = 3
    }

    /// What is done before the next try, from the gentlest on.
    package enum Remedy: Equatable, Sendable {
        case redial
        /// Leave the packet domain and come back (`+CGATT`, 3GPP TS 27.007, 10.1.9).
        case attachAnew
        /// Radio off and on (`+CFUN`).
        case radioCycle
        /// The stick starts anew.
        case deviceReset

        /// - Parameter failures: in a row, from 1.
        package init(after failures: Int) {
            switch failures {
            case ...2: self = .redial
            case 3: self = .attachAnew
            case 6: self = .radioCycle
            // Then once in ten tries, which is at most every 50 minutes.
            case 9...: self = failures % 10 == 9 ? .deviceReset : .redial
            default: self = .redial
            }
        }
    }

    /// Whether trying again can help.
    package enum Outlook: Equatable, Sendable {
        case retry
        /// The network said no to user name or password.
        case refused
        /// When the stick is registered anew, perhaps elsewhere.
        case retryWhenRegistered
        /// Not without somebody who changes something.
        case hopeless
    }

    /// How long to wait before try number `failures` + 1, the half of it by chance: sticks that lost their network at the
    /// same moment must not come back at the same moment.
    /// - Parameters:
    ///   - failures: in a row, from 1.
    ///   - chance: 0 to 1.
    package static func wait(after failures: Int, chance: Double) -> Duration {
        let doublings = min(max(failures - 1, 0), 12)
        let full = min(Limits.firstWait * (1 << doublings), Limits.longestWait)
        return full / 2 + full / 2 * min(max(chance, 0), 1)
    }
}

extension ModemError {
    /// What this says of the next try.
    package var outlook: Upkeep.Outlook {
        switch self {
        case .callFailed(let error, _): error.outlook
        case .withoutAccessPoint(let error, _): error.outlook
        case .deviceGone, .dialFailed, .timedOut, .commandFailed, .inProgress, .wrongState, .networkRefused,
            .notRegistered(denied: false, _), .lentToAnother:
            .retry
        // `aborted`: somebody has turned the radio off, or the service ends. `simBusy`: a person has to send the PIN again.
        case .notRegistered(denied: true, _), .roamingNotAllowed, .simLocked, .simMissing, .simBusy, .switchFailed,
            .mounted, .notUsable, .aborted, .suspended:
            .retryWhenRegistered
        case .invalidValue, .wrongPIN, .wrongPUK, .lastTry, .lastTryKept, .notSupported, .quotaExceeded: .hopeless
        }
    }
}

extension CallError {
    var outlook: Upkeep.Outlook {
        switch self {
        case .authenticationFailed: .refused
        case .notInstalled, .noKernelSupport, .notPermitted, .startRefused, .quotaExceeded: .hopeless
        case .portUnavailable, .negotiationFailed, .peerDead, .linkDead, .hangUp, .terminatedByPeer, .timedOut, .failed:
            .retry
        }
    }
}
