package import DBus
package import ModemAPI

/// Why the service did not do what it was asked, sorted by what the caller can do about it.
package enum ServiceError: Error, Hashable, Sendable {
    /// There is no bus, or it does not let us in.
    case noBus(BusError)
    /// Nobody has the name of the service and the bus could not start it.
    case notRunning(BusError)
    /// The service left the bus while it was at it.
    case serviceLeft
    /// The bus' policy keeps us away from the service, or from this method.
    case notAllowed
    /// No answer within the limit of the call; the service is still at it.
    case noAnswer
    /// The stick was unplugged before the service got the call.
    case stickGone
    /// The task was cancelled; the service is still at it.
    case cancelled
    /// The service answered with an error of its own, which has a sentence for a person.
    case failed(ErrorName, message: String)
    /// Anything else, such as an older service that does not know the method.
    case other(BusError)

    /// - Parameter serviceLeft: whether the service left the bus during the call; the bus then answers in its place, with
    ///   the same error as for a time limit.
    init(_ error: BusError, serviceLeft: Bool) {
        if let name = ErrorName(error) {
            self = .failed(name, message: error.message)
            return
        }
        switch error.name {
        case BusError.Name.serviceUnknown, BusError.Name.nameHasNoOwner: self = .notRunning(error)
        case BusError.Name.accessDenied: self = .notAllowed
        case BusError.Name.unknownObject: self = .stickGone
        case BusError.Name.cancelled: self = .cancelled
        case BusError.Name.disconnected: self = .noBus(error)
        case BusError.Name.noReply: self = serviceLeft ? .serviceLeft : .noAnswer
        default: self = Self.isActivationFailure(error.name) ? .notRunning(error) : .other(error)
        }
    }

    private static func isActivationFailure(_ name: String) -> Bool {
        name.hasPrefix("org.freedesktop.DBus.Error.Spawn.") || name.hasPrefix("org.freedesktop.systemd1.")
            || name == "org.freedesktop.DBus.Error.TimedOut"
    }
}
