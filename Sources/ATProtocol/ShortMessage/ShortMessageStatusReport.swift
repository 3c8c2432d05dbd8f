/// What became of a message that was sent (SMS-STATUS-REPORT; 3GPP TS 23.040, 9.2.2.3).
package struct ShortMessageStatusReport: Equatable, Sendable {
    package var serviceCentre: ShortMessageAddress?
    /// What `+CMGS` answered when the message was sent.
    package var reference: UInt8
    package var recipient: ShortMessageAddress
    /// When the service centre got the message, and when what is reported happened. Nil: what stands there is no time.
    package var submitted: ServiceCentreTime?
    package var discharged: ServiceCentreTime?
    package var status: DeliveryStatus

    /// What may follow the status is not read.
    init(_ reader: inout OctetReader, from serviceCentre: ShortMessageAddress?) throws(PDUError) {
        _ = try reader.octet()
        self.serviceCentre = serviceCentre
        reference = try reader.octet()
        recipient = try ShortMessageAddress(subscriber: &reader)
        submitted = ServiceCentreTime(try reader.octets(ServiceCentreTime.size))
        discharged = ServiceCentreTime(try reader.octets(ServiceCentreTime.size))
        status = DeliveryStatus(code: try reader.octet())
    }
}
