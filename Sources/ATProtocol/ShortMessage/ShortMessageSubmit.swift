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
    package var alphabet: MessageAlphabet
    package var messageClass: MessageClass?
    package var part: MessagePart?
    package var ports: ApplicationPorts?
    /// The service centre is asked to report what becomes of it.
    package var wantsReport = false
    /// How long the service centre tries. Nil: as long as it likes.
    package var validity: ValidityPeriod?
    /// Of one that was stored. What is sent gets one from the modem, see ``AT/MessageSend``.
    package var reference: UInt8 = 0

    init(to recipient: ShortMessageAddress, _ content: ShortMessageContent, in alphabet: MessageAlphabet) {
        self.recipient = recipient
        self.content = content
        self.alphabet = alphabet
    }

    /// Cuts a text into as few messages as it needs: of 7 bits a character where the GSM alphabet has all of them, of
    /// 16 otherwise. Neither a pair of surrogates nor an escape and its septet come to be in two messages.
    /// - Parameters:
    ///   - validity: rounded up to what can be said, 5 minutes to 63 weeks.
    ///   - reference: not that of another message to the same number in the last days.
    /// - Throws: ``SubmitError/tooLong(parts:)``.
    package static func parts(
        of text: String, to recipient: ShortMessageAddress, wantsReport: Bool = false,
        messageClass: MessageClass? = nil, validity: Duration? = nil, reference: UInt8
    ) throws(SubmitError) -> [ShortMessageSubmit] {
        let (alphabet, texts) = MessageText.parts(of: text)
        guard texts.count <= maximumParts else { throw .tooLong(parts: texts.count) }
        return zip(1..., texts).map { number, text in
            var message = ShortMessageSubmit(to: recipient, .text(text), in: alphabet)
            if texts.count > 1 {
                message.part = MessagePart(reference: UInt16(reference), count: texts.count, number: number)
            }
            message.wantsReport = wantsReport
            message.messageClass = messageClass
            message.validity = validity.map(ValidityPeriod.atLeast)
            return message
        }
    }

    // MARK: Octets

    init(_ reader: inout OctetReader) throws(PDUError) {
        let first = try reader.octet()
        reference = try reader.octet()
        recipient = try ShortMessageAddress(subscriber: &reader)
        _ = try reader.octet()
        let scheme = DataCodingScheme(try reader.octet())
        alphabet = scheme.alphabet
        messageClass = scheme.messageClass
        validity = try ValidityPeriod(&reader, format: first & MessageFlags.validityFormat)
        let data = try UserData(&reader, scheme: scheme, hasHeader: first & MessageFlags.header != 0)
        content = data.content
        part = data.header.part
        ports = data.header.ports
        wantsReport = first & MessageFlags.report != 0
    }

    /// Without a service centre in front.
    var octets: [UInt8] {
        let header = UserDataHeader(part: part, ports: ports)
        var first = MessageFlags.submit | (validity?.flags ?? 0)
        if wantsReport { first |= MessageFlags.report }
        if !header.octets.isEmpty { first |= MessageFlags.header }
        return [first, reference] + recipient.octets
            + [0, DataCodingScheme.octet(alphabet, messageClass)] + (validity?.octets ?? [])
            + UserData(header: header, content: content).octets(in: alphabet)
    }

    /// What `+CMGS` takes: hexadecimal, the service centre left to the stick.
    package var pdu: String { "00" + Hexadecimal.encode(octets) }
    /// Octets of ``pdu`` without the service centre, as `AT+CMGS=` wants to know.
    package var length: Int { octets.count }
}
