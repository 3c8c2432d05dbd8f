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
}
