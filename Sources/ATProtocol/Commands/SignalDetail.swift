/// What ZTE's 3G firmware measures. Nil: not known.
package struct SignalReport: Equatable, Sendable {
    /// Everything received on the channel, dBm.
    package let rssi: Double?
    /// Received signal code power, dBm.
    package let rscp: Double?
    /// The one over the other, dB.
    package let ecio: Double?

    package init(rssi: Double?, rscp: Double?, ecio: Double?) {
        self.rssi = rssi
        self.rscp = rscp
        self.ecio = ecio
    }

    // What 3GPP TS 25.133, 9.1 and TS 45.008, 8.1.4 let a terminal report.
    private static let rssiRange = -113.0 ... -25.0
    private static let rscpRange = -120.0 ... -25.0
    private static let ecioRange = -24.0...0.0

    /// `<rssi>,<ecio>,<rscp>`, or the first alone: how far below zero, the last two in halves; 1000 unknown. Nil for other
    /// shapes, such as the four signed numbers of LTE firmware, which mean something else.
    init?(_ fields: [ATField]) {
        let numbers = fields.map(\.integer)
        guard [1, 3].contains(numbers.count), numbers.allSatisfy({ $0 != nil }) else { return nil }
        func value(_ index: Int, per unit: Double, in range: ClosedRange<Double>) -> Double? {
            guard numbers.indices.contains(index), let number = numbers[index] else { return nil }
            let value = number == 0 ? 0 : -Double(number) / unit
            return range.contains(value) ? value : nil
        }
        rssi = value(0, per: 1, in: Self.rssiRange)
        ecio = value(1, per: 2, in: Self.ecioRange)
        rscp = value(2, per: 2, in: Self.rscpRange)
    }
}

extension AT {
    /// `AT+ZRSSI`: ZTE's `+ZRSSI: 77,13,166`.
    package struct SignalDetailQuery: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+ZRSSI", answer: .lines("+ZRSSI:")) }

        package func reply(to response: ATResponse) throws(ATError) -> SignalReport {
            try response.requireSuccess()
            let fields = response.values(after: "+ZRSSI:").first.map { ATField.split($0) } ?? []
            guard let report = SignalReport(fields) else { throw response.unexpected() }
            return report
        }
    }
}
