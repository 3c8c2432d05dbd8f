/// Why bytes from the network or from a SIM are no short message.
package enum PDUError: Error, Equatable, Sendable, CaseIterable {
    /// Not pairs of hexadecimal digits.
    case notHexadecimal
    /// A field reaches beyond the end.
    case truncated
    /// Longer than a message with its service centre can be.
    case oversized
    /// Bytes follow the end that are no padding.
    case trailingBytes
    /// The length that the modem names, and what follows it, do not fit.
    case contradictoryLength
    /// The address of a service centre or a subscriber that cannot be one.
    case invalidAddress
    /// The user data is longer than 140 octets, or its header longer than the user data.
    case invalidUserData
}

/// What of a message cannot be sent. Nothing has been.
package enum SubmitError: Error, Equatable, Sendable {
    /// Not 1 to 20 digits, `*`, `#`, with a `+` at most in front.
    case invalidNumber
    /// More than ``ShortMessageSubmit/maximumParts`` parts would be needed; the number is how many.
    case tooLong(parts: Int)
}
