import DBus
import ModemAPI
import ModemClient

/// How well a stick hears its network.
struct SignalText {
    let modem: RemoteModem

    /// `61 %, -75 dBm, RSCP -86 dBm, Ec/Io -6.5 dB`; nil while nothing is known.
    var text: String? {
        let parts = [
            modem[NetworkInterface.signalQuality].map { "\($0) %" }, dBm.map { Quantity.decimal($0) + " dBm" },
            detail("rssi").map { "RSSI \($0) dBm" }, detail("rscp").map { "RSCP \($0) dBm" },
            detail("ecio").map { "Ec/Io \($0) dB" },
        ].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    var dBm: Double? { modem[NetworkInterface.signalDbm] }

    /// One line for each reading.
    func json(at time: WallClock) -> JSON {
        var members: [(name: String, value: JSON)] = [
            ("time", .string(time.iso8601)), ("path", .string(modem.path.text)),
        ]
        if let quality = modem[NetworkInterface.signalQuality] { members.append(("SignalQuality", .integer(quality))) }
        if let dBm { members.append(("SignalDbm", .real(dBm))) }
        members.append(("SignalDetail", JSON(modem[NetworkInterface.signalDetail] ?? [:])))
        members.append(("AccessTechnology", .string(modem[NetworkInterface.accessTechnology] ?? "")))
        return .object(members)
    }

    private func detail(_ key: String) -> String? {
        guard case .double(let value)? = modem[NetworkInterface.signalDetail]?[key]?.unwrapped else { return nil }
        return Quantity.decimal(value)
    }
}
