/// What became of a message that was sent (SMS-STATUS-REPORT; 3GPP TS 23.040, 9.2.2.3).
package struct ShortMessageStatusReport: Equatable, Sendable {
    package var serviceCentre: ShortMessageAddress?
    /// What `+CMGS` answered when the message was sent.
    package var reference: UInt8
    package var recipient: ShortMessageAddress
    /// When the service centre got the message, and when what is reported happened.
    package var submitted: ServiceCentreTime?
    package var discharged: ServiceCentreTime?
    package var status: DeliveryStatus
}

/// 3GPP TS 23.040, 9.2.3.15.
package struct DeliveryStatus: Hashable, Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        /// The recipient has it, or the service centre knows no more than that it went on its way.
        case delivered
        /// The service centre still tries; another report follows.
        case pending
        case failed
    }

    package let code: UInt8
    package let outcome: Outcome
    /// In words, such as `recipient busy`.
    package var reason: String { "" }

    package init(code: UInt8) {
        self.code = code
        outcome = .failed
    }
}
