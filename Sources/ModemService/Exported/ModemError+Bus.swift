package import DBus
package import ModemAPI
package import ModemCore

extension ErrorName {
    /// The one place where failures of the domain get their names on the bus.
    package init(_ error: ModemError) {
        switch error {
        case .invalidValue: self = .invalidArguments
        case .deviceGone: self = .deviceGone
        case .simLocked, .wrongPIN, .lastTry: self = .simLocked
        case .simMissing: self = .simMissing
        case .switchFailed: self = .switchFailed
        case .notUsable(let reason): self = ErrorName(reason)
        case .wrongState: self = .wrongState
        case .inProgress: self = .inProgress
        case .notRegistered, .roamingNotAllowed: self = .notRegistered
        case .dialFailed: self = .dialFailed
        case .callFailed(let call): self = ErrorName(call)
        case .timedOut: self = .timeout
        case .aborted: self = .aborted
        case .commandFailed: self = .failed
        }
    }

    private init(_ reason: StateReason) {
        switch reason {
        case .switchIgnored, .switchNoReturn, .usbAccess: self = .switchFailed
        case .portsBusy: self = .portsBusy
        case .simMissing, .simFailure: self = .simMissing
        case .simPin, .simPuk: self = .simLocked
        case .registrationDenied: self = .notRegistered
        case .unknownDevice: self = .notSupported
        case .none, .noDriver, .portsAccess, .outOfResources, .noAnswer, .controlSilent, .requested, .noCarrier,
            .callEnded:
            self = .failed
        }
    }

    private init(_ error: CallError) {
        switch error {
        case .notInstalled: self = .pppNotInstalled
        case .authenticationFailed: self = .authenticationFailed
        case .timedOut: self = .timeout
        case .noKernelSupport, .notPermitted, .portUnavailable, .negotiationFailed, .peerDead, .hangUp,
            .terminatedByPeer, .failed:
            self = .pppFailed
        }
    }
}

extension ModemError {
    package var busError: BusError { ErrorName(self)(message) }
}
