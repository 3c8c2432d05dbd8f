/// What one command comes to. Lines of information go out as they are; the line as a whole gets one final result.
enum ATReply: Equatable, Sendable {
    case ok([String])
    /// `ERROR` or `+CME ERROR: …`, as +CMEE says.
    case refused(EquipmentError)
    /// `+CMS ERROR: …`, unless +CMEE wants none.
    case messageRefused(MessageError)
    /// `ERROR`, whatever +CMEE says.
    case error
    case noCarrier
    /// Set up a packet call with this context; the final result comes later.
    case dial(Int)
    /// Look for networks; the answer comes later.
    case scan
    /// Show the prompt and wait for a PDU of so many bytes.
    case prompt(length: Int, SubmitTarget)
    /// Give it to the network; the answer comes later.
    case send(SubmittedMessage)
    /// No answer at all.
    case ignored
    /// `OK`; what the network says to it comes later.
    case ussd(UssdRequest)
    /// End the call, then `OK`.
    case hangUp
    /// `OK`, then start over.
    case reboot

    static let done = ATReply.ok([])

    static func line(_ text: String) -> ATReply { .ok([text]) }
}

/// Where a message goes that follows a prompt.
enum SubmitTarget: Equatable, Sendable { case network, store }

/// Errors of +CME ERROR (27.007, 9.2).
enum EquipmentError: Int, Sendable {
    case notAllowed = 3
    case notSupported = 4
    case simNotInserted = 10
    case pinRequired = 11
    case pukRequired = 12
    case simFailure = 13
    case incorrectPassword = 16
    case noNetworkService = 30
    case networkNotAllowed = 32
    case incorrectParameters = 50
    case unknown = 100

    var text: String {
        switch self {
        case .notAllowed: "operation not allowed"
        case .notSupported: "operation not supported"
        case .simNotInserted: "SIM not inserted"
        case .pinRequired: "SIM PIN required"
        case .pukRequired: "SIM PUK required"
        case .simFailure: "SIM failure"
        case .incorrectPassword: "incorrect password"
        case .noNetworkService: "no network service"
        case .networkNotAllowed: "network not allowed - emergency calls only"
        case .incorrectParameters: "incorrect parameters"
        case .unknown: "unknown"
        }
    }
}
