/// A message that is sent, or one part of it (SMS-SUBMIT; 3GPP TS 23.040, 9.2.2.2).
///
/// ```swift
/// let parts = try ShortMessageSubmit.parts(of: "Hello", to: try ShortMessageAddress(number: "+491701234567"))
/// for part in parts { let reference = try await channel.send(AT.MessageSend(part)) }
/// ```
package struct ShortMessageSubmit: Equatable, Sendable {
    /// More parts than this are not sent: it is more likely a mistake than a message.
    package static let maximumParts = 10

    package var recipient: ShortMessageAddress
    package var content: ShortMessageContent
    package var messageClass: MessageClass?
    package var part: MessagePart?
    package var ports: ApplicationPorts?
    /// The service centre is asked to report what becomes of it.
    package var wantsReport = false
    /// How long the service centre tries. Nil: as long as it likes.
    package var validity: ValidityPeriod?
    /// Chosen by the modem when it is sent, whatever stands here.
    package var reference: UInt8 = 0

    /// Cuts a text into as few messages as it needs: of 7 bits a character where the GSM alphabet has all of them, of
    /// UCS-2 otherwise. Neither a surrogate pair nor an escape sequence is cut in two.
    /// - Parameters:
    ///   - validity: rounded up to what can be said, 5 minutes to 63 weeks.
    ///   - reference: the same in all parts; not that of another message to the same number in the last days.
    /// - Throws: ``SubmitError/tooLong(parts:)``.
    package static func parts(
        of text: String, to recipient: ShortMessageAddress, wantsReport: Bool = false,
        messageClass: MessageClass? = nil, validity: Duration? = nil, reference: UInt8
    ) throws(SubmitError) -> [ShortMessageSubmit] {
        []
    }

    /// The PDU without a service centre in front.
    var transferOctets: [UInt8] { [] }

    /// What `+CMGS` takes: hexadecimal, the service centre left to the stick.
    package var pdu: String { "00" + Hexadecimal.encode(transferOctets) }
    /// Octets of ``pdu`` without the service centre, as `AT+CMGS=` wants to know.
    package var length: Int { transferOctets.count }
}

/// How long a service centre keeps a message that it cannot deliver (3GPP TS 23.040, 9.2.3.12).
package enum ValidityPeriod: Hashable, Sendable {
    case relative(minutes: Int)
    /// Nil: what stands there is no time.
    case absolute(ServiceCentreTime?)
    /// As it came.
    case enhanced([UInt8])
}
