package import DBus
internal import EventLoop
package import ModemAPI
package import ModemCore

extension ErrorName {
    /// The one place where failures of the domain get their names on the bus.
    package init(_ error: ModemError) {
        switch error {
        case .invalidValue: self = .invalidArguments
        case .deviceGone: self = .deviceGone
        case .simLocked: self = .simLocked
        case .wrongPIN, .wrongPUK: self = .wrongPin
        case .lastTry, .lastTryKept: self = .lastTry
        case .simMissing: self = .simMissing
        case .switchFailed: self = .switchFailed
        case .mounted: self = .mounted
        case .notUsable(let reason): self = ErrorName(reason)
        case .wrongState: self = .wrongState
        case .inProgress, .lentToAnother, .simBusy: self = .inProgress
        case .notRegistered, .networkRefused, .roamingNotAllowed: self = .notRegistered
        case .quotaExceeded: self = .quotaExceeded
        case .dialFailed: self = .dialFailed
        case .callFailed(let call, _): self = ErrorName(call)
        case .timedOut: self = .timeout
        case .aborted, .suspended: self = .aborted
        case .commandFailed: self = .failed
        case .withoutAccessPoint(let error, _): self = ErrorName(error)
        case .notSupported: self = .notSupported
        }
    }

    private init(_ reason: StateReason) {
        switch reason {
        case .switchIgnored, .switchNoReturn, .switchBouncing, .noWayBack, .usbAccess: self = .switchFailed
        case .portsBusy: self = .portsBusy
        case .simMissing, .simFailure: self = .simMissing
        case .simPin, .simPuk, .pinRefused, .pinRetriesUnknown, .pinRetriesLow, .pinSentBefore, .pinNotTried:
            self = .simLocked
        case .registrationDenied: self = .notRegistered
        case .unknownDevice, .networkStick, .notDriven: self = .notSupported
        case .radioOff, .inhibited, .suspended, .autoSwitchOff: self = .wrongState
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
        case .quotaExceeded: self = .quotaExceeded
        case .noKernelSupport, .notPermitted, .startRefused, .portUnavailable, .negotiationFailed, .peerDead, .linkDead,
            .hangUp, .terminatedByPeer, .failed:
            self = .pppFailed
        }
    }
}

extension ModemError {
    package var busError: BusError { ErrorName(self)(message) }

    /// Does something in the domain, and gives its failure the name it has on the bus.
    @LoopActor static func mapped<Result>(
        _ body: @LoopActor () async throws(ModemError) -> Result
    ) async throws(BusError) -> Result {
        do throws(ModemError) {
            return try await body()
        } catch {
            throw error.busError
        }
    }

    /// Checks an argument; the error names it.
    static func checked<Checked>(_ body: () throws(InvalidValue) -> Checked) throws(BusError) -> Checked {
        do throws(InvalidValue) {
            return try body()
        } catch {
            throw ModemError.invalidValue(error).busError
        }
    }
}
