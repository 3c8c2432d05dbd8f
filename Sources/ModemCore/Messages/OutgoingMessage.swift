internal import ATProtocol

/// A message that somebody wants to have sent.
package struct OutgoingMessage: Equatable, Sendable {
    package let number: PhoneNumber
    package let text: String
    package let wantsReport: Bool
    /// 0 to 3; nil: none.
    package let messageClass: UInt8?
    /// In minutes; nil: as long as the network likes.
    package let validity: UInt32?
    package let parts: Int

    /// - Throws: ``InvalidValue`` for a text that needs too many parts, a class or a time that there is not.
    package init(
        to number: PhoneNumber, text: String, wantsReport: Bool = false, messageClass: UInt32? = nil,
        validity: UInt32? = nil
    ) throws(InvalidValue) {
        guard !text.isEmpty else { throw InvalidValue("text", "must not be empty") }
        guard text.utf8.count <= Self.largestText, !text.utf8.contains(0) else {
            throw InvalidValue("text", "must be at most \(Self.largestText) bytes without NUL")
        }
        if let messageClass, messageClass > 3 { throw InvalidValue("class", "must be 0 to 3") }
        if let validity, !(1...Self.longestValidity).contains(validity) {
            throw InvalidValue("validity", "must be 1 to \(Self.longestValidity) minutes")
        }
        self.number = number
        self.text = text
        self.wantsReport = wantsReport
        self.messageClass = messageClass.map { UInt8($0) }
        self.validity = validity
        do throws(SubmitError) {
            let recipient = try ShortMessageAddress(number: number.text)
            parts = try ShortMessageSubmit.parts(of: text, to: recipient, reference: 0).count
        } catch .tooLong(let parts) {
            throw InvalidValue(
                "text", "would be \(parts) messages; \(ShortMessageSubmit.maximumParts) parts are the most")
        } catch {
            throw InvalidValue("number", "must be 3 to 20 digits with a leading '+' or none")
        }
    }

    /// More than the ten parts of the longest message hold.
    private static let largestText = 8000
    /// 63 weeks (3GPP TS 23.040, 9.2.3.12.1).
    private static let longestValidity: UInt32 = 635_040
}

/// One part of a message in the queue.
package struct OutgoingPart: Equatable, Sendable {
    package let id: UInt32
    /// From 1 on.
    package let number: Int
    package let message: OutgoingMessage

    package init(id: UInt32, number: Int, message: OutgoingMessage) {
        (self.id, self.number, self.message) = (id, number, message)
    }
}

/// What came of giving a part to the stick.
package enum SendingOutcome: Equatable, Sendable {
    /// And by what number a report will name it, where the stick says.
    case sent(reference: UInt8?)
    /// Nobody has it; why, a few words.
    case failed(String)
    case unknown(String)
    /// It was not given to the stick; its turn comes again.
    case notTried
}

/// What the network says of a message that was sent (3GPP TS 23.040, 9.2.2.3).
package struct DeliveryReport: Equatable, Sendable {
    package let reference: UInt8
    package let number: String
    /// ``MessageState/sent`` while the network still tries.
    package let state: MessageState
    package let reason: String

    package init(reference: UInt8, number: String, state: MessageState, reason: String) {
        (self.reference, self.number, self.state, self.reason) = (reference, number, state, reason)
    }
}
