package import DBus
package import ModemCore

/// The errors of ModemManager's API that we answer with; the raw value is what follows `org.freedesktop.ModemManager1.Error.`.
package enum FacadeError: String, CaseIterable, Sendable {
    case failed = "Core.Failed"
    case aborted = "Core.Aborted"
    case unsupported = "Core.Unsupported"
    case unauthorized = "Core.Unauthorized"
    case invalidArguments = "Core.InvalidArgs"
    case inProgress = "Core.InProgress"
    case wrongState = "Core.WrongState"
    case connected = "Core.Connected"
    case tooMany = "Core.TooMany"
    case notFound = "Core.NotFound"
    case simNotInserted = "MobileEquipment.SimNotInserted"
    case simPin = "MobileEquipment.SimPin"
    case simPuk = "MobileEquipment.SimPuk"
    case simFailure = "MobileEquipment.SimFailure"
    case simBusy = "MobileEquipment.SimBusy"
    case incorrectPassword = "MobileEquipment.IncorrectPassword"
    case noNetwork = "MobileEquipment.NoNetwork"
    case networkTimeout = "MobileEquipment.NetworkTimeout"
    case networkNotAllowed = "MobileEquipment.NetworkNotAllowed"
    case authenticationFailed = "MobileEquipment.PdpAuthFailure"
    case noCarrier = "Connection.NoCarrier"
    case memoryFailure = "Message.MemoryFailure"
    case memoryFull = "Message.MemoryFull"
    case messageTimeout = "Message.NetworkTimeout"

    package var name: String { FacadeName.bus + ".Error." + rawValue }

    /// The error with a sentence for this case of it.
    package func callAsFunction(_ message: String) -> BusError { BusError(name: name, message: message) }

    static let notPossible = FacadeError.unsupported("A ZTE stick, or its service, cannot do that.")

    /// The one place where failures of the domain get ModemManager's names.
    package init(_ error: ModemError) {
        switch error {
        case .invalidValue: self = .invalidArguments
        case .deviceGone, .aborted, .suspended: self = .aborted
        case .simLocked(let reason), .notUsable(let reason), .switchFailed(let reason): self = FacadeError(reason)
        case .simMissing: self = .simNotInserted
        case .wrongPIN, .wrongPUK: self = .incorrectPassword
        // Nothing was sent: the client must not think that this was a try.
        case .lastTry, .lastTryKept: self = .simPin
        case .simBusy: self = .simBusy
        case .wrongState(.connected, _): self = .connected
        case .wrongState, .mounted: self = .wrongState
        case .inProgress, .lentToAnother: self = .inProgress
        case .notRegistered(denied: true, _), .networkRefused, .roamingNotAllowed: self = .networkNotAllowed
        case .notRegistered: self = .noNetwork
        case .quotaExceeded, .commandFailed: self = .failed
        case .dialFailed: self = .noCarrier
        case .callFailed(let call, _): self = FacadeError(call)
        case .timedOut: self = .networkTimeout
        case .withoutAccessPoint(let error, _): self = FacadeError(error)
        case .notSupported: self = .unsupported
        }
    }

    private init(_ reason: StateReason) {
        switch reason {
        case .simMissing: self = .simNotInserted
        case .simFailure: self = .simFailure
        case .simPuk: self = .simPuk
        case .simPin, .pinRefused, .pinRetriesUnknown, .pinRetriesLow, .pinSentBefore, .pinNotTried: self = .simPin
        case .registrationDenied: self = .networkNotAllowed
        case .unknownDevice, .networkStick, .notDriven: self = .unsupported
        case .radioOff, .inhibited, .suspended, .autoSwitchOff: self = .wrongState
        case .none, .switchIgnored, .switchNoReturn, .switchBouncing, .noWayBack, .usbAccess, .noDriver, .portsBusy,
            .portsAccess, .outOfResources, .noAnswer, .controlSilent, .requested, .noCarrier, .callEnded:
            self = .failed
        }
    }

    private init(_ error: CallError) {
        switch error {
        case .authenticationFailed: self = .authenticationFailed
        case .timedOut: self = .networkTimeout
        case .hangUp, .terminatedByPeer, .peerDead, .linkDead: self = .noCarrier
        case .notInstalled, .noKernelSupport, .notPermitted, .startRefused, .portUnavailable, .negotiationFailed,
            .quotaExceeded, .failed:
            self = .failed
        }
    }
}

extension ModemError {
    package var facadeError: BusError { FacadeError(self)(message) }
}
