/// What a status report says of a message (3GPP TS 23.040, 9.2.3.15).
package struct DeliveryStatus: Hashable, Sendable {
    package enum Outcome: String, CaseIterable, Sendable {
        /// The recipient has it, or the service centre has passed it on and will not know more.
        case delivered
        /// The service centre still tries; another report follows.
        case pending
        case failed
    }

    package let code: UInt8

    package init(code: UInt8) { self.code = code }

    package var outcome: Outcome {
        switch code {
        case 0x00...0x1f: .delivered
        case 0x20...0x3f: .pending
        default: .failed
        }
    }

    /// In words, such as `the recipient's phone is busy`; the number where the standard has no words.
    package var reason: String { Self.reasons[code] ?? "status \(code)" }

    private static let reasons: [UInt8: String] = [
        0x00: "received by the recipient's phone",
        0x01: "passed on, and nobody can say whether it arrived",
        0x02: "replaced by the service centre",
        0x20: "the network is congested",
        0x21: "the recipient's phone is busy",
        0x22: "the recipient's phone does not answer",
        0x23: "the service was refused",
        0x24: "the quality of service is not available",
        0x25: "the recipient's phone reports an error",
        0x40: "remote procedure error",
        0x41: "the recipient's phone is not compatible",
        0x42: "the recipient's phone refused it",
        0x43: "the recipient cannot be reached",
        0x44: "the quality of service is not available",
        0x45: "there is no way into the recipient's network",
        0x46: "it expired before it could be delivered",
        0x47: "it was deleted by the sender",
        0x48: "it was deleted by the service centre",
        0x49: "the service centre does not know it",
        0x60: "given up: the network was congested",
        0x61: "given up: the recipient's phone was busy",
        0x62: "given up: the recipient's phone did not answer",
        0x63: "given up: the service was refused",
        0x64: "given up: the quality of service was not available",
        0x65: "given up: the recipient's phone reported an error",
    ]
}
