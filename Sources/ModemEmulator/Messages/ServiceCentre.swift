/// The network's side of messages: what waits for the stick, what came from it, and how the next one fares.
package struct ServiceCentre: Equatable, Sendable {
    /// What happens to a message that is sent.
    package enum Answer: Equatable, Sendable {
        case accept
        /// +CMS ERROR with this code.
        case refuse(Int)
        /// It goes out, and nothing more is heard of it.
        case silent
        /// It does not go out, and nothing more is heard of it.
        case lost
        /// Not even the prompt comes.
        case noPrompt
    }

    /// What becomes of a report that was asked for.
    package enum Reporting: String, CaseIterable, Sendable {
        case delivered
        case failed
        /// When somebody at the control socket says so.
        case later
        case never
    }

    struct Sent: Equatable, Sendable {
        var reference: UInt8
        var message: SubmittedMessage
    }

    struct Waiting: Equatable, Sendable {
        var pdu: [UInt8]
        var isReport: Bool
    }

    /// For the next ones, in turn; after them ``usualAnswer``.
    package var answers: [Answer] = []
    package var usualAnswer = Answer.accept
    package var reporting = Reporting.delivered
    /// The newest of them.
    private(set) var sent: [Sent] = []
    private(set) var waiting: [Waiting] = []
    private var reference: UInt8 = 0

    /// TP-ST: received by whom it was for; given up because its time was over (23.040, 9.2.3.15).
    static let delivered: UInt8 = 0x00
    static let expired: UInt8 = 0x46

    private static let keptSent = 500
    private static let mostWaiting = 1000

    package init() {}

    var nextAnswer: Answer { answers.first ?? usualAnswer }

    mutating func takeAnswer() -> Answer { answers.isEmpty ? usualAnswer : answers.removeFirst() }

    /// The reference it gets, counted from 1 and round.
    mutating func take(_ message: SubmittedMessage) -> UInt8 {
        reference &+= 1
        sent.append(Sent(reference: reference, message: message))
        if sent.count > Self.keptSent { sent.removeFirst() }
        return reference
    }

    /// False when too much is waiting.
    mutating func queue(_ pdu: [UInt8], isReport: Bool) -> Bool {
        guard waiting.count < Self.mostWaiting else { return false }
        waiting.append(Waiting(pdu: pdu, isReport: isReport))
        return true
    }

    /// The stick has taken it.
    mutating func forgetFirst() { waiting.removeFirst() }

    /// An SMS-STATUS-REPORT (23.040, 9.2.2.3) on the newest message with that reference; nil when there is none.
    func report(on reference: UInt8?, status: UInt8, serviceCentre: String, now: String) -> [UInt8]? {
        guard let sent = sent.last(where: { reference == nil || $0.reference == reference }) else { return nil }
        let time = PDUTime.bytes(now) ?? [UInt8](repeating: 0, count: 7)
        return PDUAddress.serviceCentre(serviceCentre) + [0x06, sent.reference]
            + PDUAddress.bytes(sent.message.number) + time + time + [status]
    }
}
