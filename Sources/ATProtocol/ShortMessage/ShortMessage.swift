/// A message as a stick stores or hands it over.
package enum ShortMessage: Equatable, Sendable {
    case deliver(ShortMessageDeliver)
    case submit(ShortMessageSubmit)
    case statusReport(ShortMessageStatusReport)

    /// The longest service centre and message there can be (3GPP TS 24.011, 8.2.5.3), with room for a record of a SIM.
    static let maximumOctets = 256

    /// Total: any octets give a message or an error. What a SIM fills its records up with may follow the end.
    /// - Parameter length: octets without the service centre in front, as the stick names it; tells whether there is one.
    ///   Nil: there is one.
    package init(octets: [UInt8], length: Int? = nil) throws(PDUError) {
        guard octets.count <= Self.maximumOctets else { throw .oversized }
        var reader = OctetReader(octets[...])
        var serviceCentre: ShortMessageAddress?
        if length != octets.count || octets.isEmpty {
            serviceCentre = try ShortMessageAddress.serviceCentre(&reader)
            let isPadded = length.map { $0 <= reader.rest.count && Self.isPadding(reader.rest.dropFirst($0)) }
            guard isPadded ?? true else { throw .contradictoryLength }
            if let length { reader = OctetReader(reader.rest.prefix(length)) }
        }
        try self.init(&reader, from: serviceCentre)
    }

    private init(_ reader: inout OctetReader, from serviceCentre: ShortMessageAddress?) throws(PDUError) {
        guard let first = reader.rest.first else { throw .truncated }
        switch first & MessageFlags.type {
        case MessageFlags.submit: self = .submit(try ShortMessageSubmit(&reader))
        case MessageFlags.statusReport:
            // What else may be in it nobody has said how long it is.
            self = .statusReport(try ShortMessageStatusReport(&reader, from: serviceCentre))
            return
        // One of a reserved type is read like one that was delivered (3GPP TS 23.040, 9.2.3.1).
        default: self = .deliver(try ShortMessageDeliver(&reader, from: serviceCentre))
        }
        guard Self.isPadding(reader.rest) else { throw .trailingBytes }
    }

    private static func isPadding(_ octets: ArraySlice<UInt8>) -> Bool { octets.allSatisfy { $0 == 0xff } }
}
