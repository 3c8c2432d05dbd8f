/// A message as a stick stores or hands it over.
package enum ShortMessage: Equatable, Sendable {
    case deliver(ShortMessageDeliver)
    case submit(ShortMessageSubmit)
    case statusReport(ShortMessageStatusReport)

    /// Total: any octets give a message or an error.
    /// - Parameter length: octets without the service centre in front, as the stick names it; tells whether there is one.
    ///   Nil: there is one.
    package init(octets: [UInt8], length: Int? = nil) throws(PDUError) { throw .truncated }
}

/// A message in the octets it came in, for who keeps it whatever it is.
package struct RawMessage: Hashable, Sendable {
    /// With the service centre in front, on nearly all sticks.
    package let octets: [UInt8]
    /// Octets without the service centre, as the stick says. Nil: it does not.
    package let length: Int?

    package init(octets: [UInt8], length: Int?) {
        self.octets = octets
        self.length = length
    }

    package func decode() throws(PDUError) -> ShortMessage { try ShortMessage(octets: octets, length: length) }
}
