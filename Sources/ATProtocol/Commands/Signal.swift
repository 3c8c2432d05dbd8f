/// How well the network is heard. Nil: not known.
package struct SignalStrength: Equatable, Sendable {
    /// 0 to 100.
    package let percent: Int?
    /// RSSI, or RSCP where the modem reports that.
    package let dBm: Double?

    package init(percent: Int?, dBm: Double?) {
        self.percent = percent
        self.dBm = dBm
    }

    /// `<rssi>` of 3GPP TS 27.007, 8.5: 0 to 31 in steps of 2 dB from -113 dBm; 99 unknown. Some 3G firmware adds 100 to 191
    /// for RSCP in steps of 1 dB from -116 dBm, 199 unknown. Nil: none of these.
    init?(rssi: Int) {
        switch rssi {
        case 0...31: self.init(percent: rssi * 100 / 31, dBm: Double(-113 + 2 * rssi))
        case 100...191: self.init(percent: (rssi - 100) * 100 / 91, dBm: Double(rssi - 216))
        case 99, 199: self.init(percent: nil, dBm: nil)
        default: return nil
        }
    }
}

extension AT {
    /// `AT+CSQ` (3GPP TS 27.007, 8.5).
    package struct Signal: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CSQ", answer: .lines("+CSQ:")) }

        package func reply(to response: ATResponse) throws(ATError) -> SignalStrength {
            try response.requireSuccess()
            let rssi = response.values(after: "+CSQ:").first.flatMap { ATField.split($0).first?.integer }
            guard let strength = rssi.flatMap(SignalStrength.init(rssi:)) else { throw response.unexpected() }
            return strength
        }
    }
}
