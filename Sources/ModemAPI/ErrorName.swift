package import DBus

/// Errors of the service. The raw value is what follows `org.ztemodem1.Error.`.
package enum ErrorName: String, CaseIterable, Sendable {
    case invalidArguments = "InvalidArguments"
    case notAvailable = "NotAvailable"
    case deviceGone = "DeviceGone"
    case simLocked = "SimLocked"
    case simMissing = "SimMissing"
    case wrongPin = "WrongPin"
    case switchFailed = "SwitchFailed"
    case mounted = "Mounted"
    case notSupported = "NotSupported"
    case wrongState = "WrongState"
    case inProgress = "InProgress"
    case portsBusy = "PortsBusy"
    case notRegistered = "NotRegistered"
    case dialFailed = "DialFailed"
    case authenticationFailed = "AuthenticationFailed"
    case pppFailed = "PppFailed"
    case pppNotInstalled = "PppNotInstalled"
    case timeout = "Timeout"
    case notAuthorized = "NotAuthorized"
    case aborted = "Aborted"
    case failed = "Failed"
    case limitsExceeded = "LimitsExceeded"
    case notFound = "NotFound"
    case alreadyExists = "AlreadyExists"
    case storageFailed = "StorageFailed"
    case quotaExceeded = "QuotaExceeded"
    case lastTry = "LastTry"

    /// What any call can be answered with.
    package static let ofAnyCall: [ErrorName] = [
        .invalidArguments, .notAuthorized, .limitsExceeded, .deviceGone, .aborted, .failed,
    ]

    /// What all names begin with.
    package static let prefix = BusName.ztemodem + ".Error."

    /// Nil for an error of someone else.
    package init?(_ error: BusError) {
        guard error.name.hasPrefix(Self.prefix) else { return nil }
        self.init(rawValue: String(error.name.dropFirst(Self.prefix.count)))
    }

    /// The name on the bus.
    package var name: String { Self.prefix + rawValue }

    /// The error with a sentence for this case of it.
    package func callAsFunction(_ message: String) -> BusError { BusError(name: name, message: message) }

    /// What it means, and what the caller can do.
    package var doc: String {
        switch self {
        case .invalidArguments: "An argument or setting is unknown or malformed; the message names it. Correct it."
        case .notAvailable: "The value is not known at present. Wait for PropertiesChanged."
        case .deviceGone:
            "The stick left the bus, or its ports were closed, during the call. Call again when it is back."
        case .simLocked: "The SIM waits for its PIN or PUK. Call SendPin, or pass the setting pin."
        case .simMissing: "There is no SIM, or it cannot be read. Put one in and replug the stick."
        case .wrongPin:
            "The SIM refused the PIN or PUK. Check it; PinRetries and PukRetries say how many tries are left."
        case .lastTry:
            "The SIM has one try left for its PIN, and nothing was sent. Call SendLastPin if you are sure of it."
        case .switchFailed: "The stick did not become a modem. Replug it; StateMessage says what was tried."
        case .mounted:
            "The CD-ROM of the stick is mounted; the message says where. Unmount it, or switch with the option force."
        case .notSupported:
            "This stick or this version of the service cannot do that. The message says what can be done instead, if anything."
        case .wrongState: "Not possible in the present State. Wait for another State."
        case .inProgress:
            "Something of the kind is under way. Wait until it has been answered; Disconnect ends a Connect."
        case .portsBusy: "Another program uses the ports of the stick. Stop it."
        case .notRegistered: "The stick is not registered with a network. Check reception, SIM and roaming."
        case .dialFailed: "The stick refused the call; the message has its answer, such as NO CARRIER. Check the APN."
        case .authenticationFailed: "The network refused user name or password. Correct them."
        case .pppFailed:
            "The call was accepted, but PPP did not come up; the message has the reason. Check the APN, and connect again."
        case .pppNotInstalled: "There is no pppd on this system. Install the package ppp."
        case .timeout:
            "The stick or the network did not answer in time. Try again; replug the stick if that does not help."
        case .notAuthorized: "The caller may not do that. The message names the polkit action that is needed."
        case .aborted:
            "Ended by another call or by the end of the service before it was done. Call again if it is still wanted."
        case .failed: "Anything else. The message says what, and what to do about it."
        case .notFound: "There is no such message or profile. List them again."
        case .alreadyExists: "There is a profile of that id. Choose another one, or update it."
        case .storageFailed:
            "A file could not be read or written; the message has the reason. Make room, or mend the disk."
        case .quotaExceeded:
            "The SIM has used what its limit allows for a month. Raise or remove the limit with SetLimit, or wait for the next month."
        case .limitsExceeded: "Too many calls at once, or too large a request. Call again later."
        }
    }
}
