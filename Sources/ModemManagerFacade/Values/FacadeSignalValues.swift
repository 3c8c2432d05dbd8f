package import DBus
package import ModemCore

/// What Modem.Signal shows: under the technology in use, as far as the stick measures it.
package enum FacadeSignalValues {
    /// - Parameter rate: how often a client wants it read, in seconds; 0: nobody does.
    package static func values(_ network: NetworkStatus, rate: UInt32) -> PropertyValues {
        var values = PropertyValues()
        values[SignalFace.rate] = rate
        values[SignalFace.rssiThreshold] = 0
        values[SignalFace.errorRateThreshold] = false
        for absent in [SignalFace.cdma, SignalFace.evdo, SignalFace.nr5g] { values[absent] = [:] }
        let kind = kind(network.accessTechnology)
        values[SignalFace.gsm] = kind == .gsm ? level(network) : [:]
        values[SignalFace.lte] = kind == .lte ? level(network) : [:]
        values[SignalFace.umts] = kind == .umts ? umts(network) : [:]
        return values
    }

    private enum Kind { case gsm, umts, lte }

    private static func kind(_ technology: String) -> Kind? {
        switch technology {
        case "gsm", "gprs", "edge": .gsm
        case "umts", "hsdpa", "hsupa", "hspa": .umts
        case "lte": .lte
        default: nil
        }
    }

    private static func level(_ network: NetworkStatus) -> [String: Value] {
        guard let level = network.signalDetail.rssi ?? network.signalDbm else { return [:] }
        return ["rssi": .double(level)]
    }

    private static func umts(_ network: NetworkStatus) -> [String: Value] {
        var values = level(network)
        if let power = network.signalDetail.rscp { values["rscp"] = .double(power) }
        if let ratio = network.signalDetail.ecio { values["ecio"] = .double(ratio) }
        return values
    }
}
