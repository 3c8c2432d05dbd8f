internal import EventLoop

/// Which access points a call tries, one after the other, where nobody has said which.
struct AccessPointChoice {
    struct Attempt {
        let settings: ConnectSettings
        /// Nil: what the caller or the stick has.
        let candidate: AccessPointCandidate?
    }

    /// At least one.
    let attempts: [Attempt]
    /// Why the directory could not help.
    let trouble: AccessPointDirectoryError?

    /// - Parameters:
    ///   - candidates: in order; with none of them the stick's own access point is what there is.
    init(
        _ settings: ConnectSettings, candidates: [AccessPointCandidate] = [], trouble: AccessPointDirectoryError? = nil
    ) {
        self.trouble = trouble
        let attempts = candidates.map { Attempt(settings: settings.adopting($0), candidate: $0) }
        self.attempts = attempts.isEmpty ? [Attempt(settings: settings, candidate: nil)] : attempts
    }

    /// What the caller hears when nothing worked.
    func explained(_ error: ModemError) -> ModemError {
        guard let trouble, error.isWorthAnotherAccessPoint else { return error }
        return .withoutAccessPoint(error, trouble)
    }
}

extension ConnectSettings {
    /// The settings with an access point out of a directory. Who has given a user name or a password knows better.
    func adopting(_ candidate: AccessPointCandidate) -> ConnectSettings {
        var settings = self
        settings.accessPoint = candidate.accessPoint
        if username == nil, password == nil {
            settings.username = candidate.username
            settings.password = candidate.password
            if authentication == .any { settings.authentication = candidate.authentication }
        }
        return settings
    }
}

extension ModemError {
    /// The network or the stick did not like how it was asked; anything else would fail again in the same way.
    var isWorthAnotherAccessPoint: Bool {
        switch self {
        case .dialFailed: true
        case .callFailed(let error, _):
            switch error {
            case .negotiationFailed, .authenticationFailed, .hangUp, .terminatedByPeer, .timedOut, .peerDead, .linkDead:
                true
            case .notInstalled, .noKernelSupport, .notPermitted, .startRefused, .portUnavailable, .quotaExceeded,
                .failed:
                false
            }
        case .invalidValue, .deviceGone, .simLocked, .simMissing, .wrongPIN, .wrongPUK, .lastTry, .lastTryKept,
            .switchFailed, .mounted, .notUsable, .wrongState, .inProgress, .lentToAnother, .simBusy, .notRegistered,
            .networkRefused,
            .roamingNotAllowed, .quotaExceeded, .timedOut, .aborted, .suspended, .commandFailed, .notSupported,
            .withoutAccessPoint:
            false
        }
    }
}

extension Modem {
    /// Asks the directory where neither an access point nor a number says what to dial, and the SIM's operator is known.
    func chooseAccessPoints(for settings: ConnectSettings) async -> AccessPointChoice {
        guard settings.accessPoint == nil, settings.number == nil,
            let home = try? OperatorCode(snapshot.sim?.operatorCode ?? "")
        else { return AccessPointChoice(settings) }
        do throws(AccessPointDirectoryError) {
            let found = try await environment.accessPoints.candidates(for: home)
            let remembered = cardIdentity.flatMap(environment.accessPointMemory.accessPoint(for:))
            return AccessPointChoice(
                settings,
                candidates: AccessPointCandidate.ordered(
                    found, providers: [snapshot.network?.operatorName ?? ""], remembered: remembered))
        } catch {
            return AccessPointChoice(settings, trouble: error)
        }
    }

    /// The call is up with it.
    func rememberAccessPoint(_ candidate: AccessPointCandidate?) {
        guard let candidate, let cardIdentity else { return }
        environment.accessPointMemory.remember(candidate.key, for: cardIdentity)
    }
}
