/// Why a request failed. Each has one name on the bus and one sentence for a person.
package enum ModemError: Error, Equatable, Sendable {
    case invalidValue(InvalidValue)
    /// The stick was unplugged while the request was under way.
    case deviceGone
    case simLocked(StateReason)
    case simMissing
    case wrongPIN
    case wrongPUK
    /// It did not look at the PIN or PUK, and counted no try.
    case simBusy
    /// One try is left; it is not spent without being asked for by name.
    case lastTry
    /// The same, for what is not worth the last try even then.
    case lastTryKept
    case switchFailed(StateReason)
    /// The CD-ROM is in use: where it is mounted.
    case mounted(String)
    /// Failed state other than a failed switch.
    case notUsable(StateReason)
    /// The request does not fit the state.
    case wrongState(ModemState, needed: String)
    /// The same kind of request is under way.
    case inProgress
    /// Somebody else has borrowed the ports.
    case lentToAnother
    /// And what is known of the reason of a refusal, a sentence.
    case notRegistered(denied: Bool, cause: String = "")
    /// The network that was asked for did not take the stick. What was refused, without what to do.
    case networkRefused(String)
    /// The SIM has used what it may use in a month.
    case quotaExceeded(UsageLimit)
    /// The settings forbid a call in a foreign network.
    case roamingNotAllowed
    /// The dial command was answered with something else than CONNECT; and what the stick says of the reason (`+CEER`).
    case dialFailed(String, cause: String = "")
    case callFailed(CallError, cause: String = "")
    case timedOut(String)
    /// `Disconnect` or the end of the service ended it.
    case aborted
    /// The machine was about to sleep.
    case suspended
    case commandFailed(String)
    /// The same failure, with an access point that nobody could name.
    indirect case withoutAccessPoint(ModemError, AccessPointDirectoryError)
    /// This stick cannot do it. What, and what to do instead.
    case notSupported(String)

    /// What failed, why, and what to do.
    package var message: String {
        switch self {
        case .invalidValue(let value): "\(value.name) \(value.reason)."
        case .deviceGone:
            "The stick left, or its ports were closed, before there was an answer; call again when it is back."
        case .simLocked(let reason): reason.message
        case .simMissing: StateReason.simMissing.message
        case .wrongPIN:
            "The SIM refused the PIN; check it before the next try, because the SIM blocks after three wrong ones."
        case .wrongPUK:
            "The SIM refused the PUK; check it before the next try, because the SIM is lost for good after ten wrong ones."
        case .simBusy:
            "The SIM was busy and did not look at what it was given; no try was spent. Send it again in a moment."
        case .lastTryKept:
            "The SIM has one try left for its PIN, which is not spent on this; the right PIN, sent with SendLastPin after the "
                + "next plug or entered in a phone, counts anew."
        case .lastTry:
            "The SIM has one try left for its PIN, and is blocked after a wrong one; if you are sure of it, send it with the method "
                + "SendLastPin or 'zte-client sim unlock --last-try'."
        case .switchFailed(let reason), .notUsable(let reason): reason.message
        case .mounted(let place):
            "The CD-ROM of the stick is mounted on \(place); unmount it, or switch with the option force."
        case .wrongState(let state, let needed): "The stick is in state '\(state.rawValue)'; \(needed)."
        case .inProgress:
            "Another request of this kind is under way; wait until it has been answered (Disconnect ends a Connect)."
        case .lentToAnother: "Another program has borrowed the ports of the stick; wait until it gives them back."
        case .notRegistered(denied: true, let cause):
            cause.isEmpty ? StateReason.registrationDenied.message : "The network refuses this SIM. " + cause
        case .notRegistered(denied: false, _):
            "The stick found no network within the time allowed; check coverage and antenna and try again."
        case .networkRefused(let what):
            "\(what); choose another network, or leave the choice to the stick by registering without naming one."
        case .roamingNotAllowed:
            "The stick is in a foreign network and the settings forbid roaming; set 'allow-roaming' to connect."
        case .quotaExceeded(let limit): limit.message
        case .dialFailed(let answer, let cause):
            "The dial command was answered with '\(answer)'; check APN and coverage." + Self.words(of: cause)
        case .callFailed(let error, let cause): error.message + Self.words(of: cause)
        case .timedOut(let what): "\(what) took too long; try again, or unplug the stick and plug it in again."
        case .aborted:
            "The request was ended by another one or by the end of the service; call again if it is still wanted."
        case .suspended: "It was ended because the machine went to sleep; call again now that it is awake."
        case .withoutAccessPoint(let error, let trouble): error.message + " No APN was given. " + trouble.message
        case .commandFailed(let what), .notSupported(let what): "\(what)."
        }
    }

    private static func words(of cause: String) -> String { cause.isEmpty ? "" : " The stick says: \(cause)." }
}

extension UsageLimit {
    /// What was reached, and what to do.
    package var message: String {
        "The SIM has used its limit of \(bytes) bytes of the month that begins on day \(firstDay); raise it with SetLimit, or "
            + "remove it with 'zte-client usage --limit none', and connect again."
    }
}

extension CallError {
    /// What happened to the call and what to do.
    package var message: String {
        switch self {
        case .notInstalled: "pppd is not installed; install the package 'ppp'."
        case .noKernelSupport: "The kernel has no PPP support; load the module 'ppp_async' (modprobe ppp_async)."
        case .notPermitted: "pppd may not run; as a child of the service it takes a service that is root."
        case .startRefused(let unit):
            "systemd may not start \(unit) for the service: install polkit, with the service's rule 60-zte-modem.rules, or let the "
                + "service be root (with the drop-in as-root.conf.example)."
        case .portUnavailable: "pppd could not open the data port; another program may hold it."
        case .negotiationFailed: "The network did not agree on a PPP connection; check the APN."
        case .authenticationFailed: "The network refused user name or password; check both."
        case .peerDead: "The network stopped answering; connect again."
        case .linkDead: "Nothing came back over the connection for half a minute, and it was ended; connect again."
        case .quotaExceeded(let limit): limit.message
        case .hangUp: "The modem hung up; check coverage and connect again."
        case .terminatedByPeer: "The network ended the connection; connect again."
        case .timedOut: "The network gave no address within the time allowed; check the APN."
        case .failed(let status, let message):
            message.isEmpty ? "pppd ended with status \(status)." : "pppd ended with status \(status): \(message)."
        }
    }
}
