/// A message that was received (SMS-DELIVER; 3GPP TS 23.040, 9.2.2.1).
package struct ShortMessageDeliver: Equatable, Sendable {
    /// Nil: the stick does not say.
    package var serviceCentre: ShortMessageAddress?
    package var sender: ShortMessageAddress
    /// When the service centre got it. Nil: what stands there is no time.
    package var time: ServiceCentreTime?
    package var content: ShortMessageContent
    /// Nil: none is named.
    package var messageClass: MessageClass?
    /// Nil: the message is whole.
    package var part: MessagePart?
    /// Nil: for a person.
    package var ports: ApplicationPorts?
    /// As they came (9.2.3.9 and 9.2.3.10).
    package var protocolIdentifier: UInt8
    package var dataCoding: UInt8

    init(_ reader: inout OctetReader, from serviceCentre: ShortMessageAddress?) throws(PDUError) {
        let first = try reader.octet()
        self.serviceCentre = serviceCentre
        sender = try ShortMessageAddress(subscriber: &reader)
        protocolIdentifier = try reader.octet()
        dataCoding = try reader.octet()
        let scheme = DataCodingScheme(dataCoding)
        messageClass = scheme.messageClass
        time = ServiceCentreTime(try reader.octets(ServiceCentreTime.size))
        let data = try UserData(&reader, scheme: scheme, hasHeader: first & MessageFlags.header != 0)
        content = data.content
        part = data.header.part
        ports = data.header.ports
    }
}

/// Of the first octet of a message (3GPP TS 23.040, 9.2.3.1 to 9.2.3.23).
enum MessageFlags {
    static let type: UInt8 = 0x03
    static let submit: UInt8 = 0x01
    static let statusReport: UInt8 = 0x02
    static let validityFormat: UInt8 = 0x18
    static let relativeValidity: UInt8 = 0x10
    static let enhancedValidity: UInt8 = 0x08
    static let report: UInt8 = 0x20
    static let header: UInt8 = 0x40
}
