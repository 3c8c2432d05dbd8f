package import DBus
package import ModemCore

/// What a client has made of Modem.Location by Setup, and what is shown because of that.
package struct FacadeLocation: Equatable, Sendable {
    /// `MM_MODEM_LOCATION_SOURCE_3GPP_LAC_CI`: the numbers of the cell. No stick has a receiver for satellites.
    package static let cell: UInt32 = 1

    /// `MMModemLocationSource`, a set. ModemManager too has this one on from the start.
    package let sources: UInt32
    /// Whether the property tells of it, to everybody.
    package let isSignalled: Bool

    package init() { (sources, isSignalled) = (Self.cell, false) }

    /// Nil for a source there is none of.
    package init?(sources: UInt32, isSignalled: Bool) {
        guard sources & ~Self.cell == 0 else { return nil }
        (self.sources, self.isSignalled) = (sources, isSignalled)
    }

    /// What GetLocation answers: an entry for each source that is on and knows.
    package func entries(_ network: NetworkStatus) -> [UInt32: Value] {
        guard sources & Self.cell != 0, let text = network.facadeCell else { return [:] }
        return [Self.cell: .string(text)]
    }

    package func values(_ network: NetworkStatus) -> PropertyValues {
        var values = PropertyValues()
        values[LocationFace.capabilities] = Self.cell
        values[LocationFace.enabled] = sources
        values[LocationFace.signalsLocation] = isSignalled
        values[LocationFace.location] = isSignalled ? entries(network) : [:]
        // All of these are about satellites.
        values[LocationFace.supportedAssistanceData] = 0
        values[LocationFace.suplServer] = ""
        values[LocationFace.assistanceDataServers] = []
        values[LocationFace.gpsRefreshRate] = 0
        return values
    }
}

extension NetworkStatus {
    /// `MCC,MNC,LAC,CI,TAC`, the last three in hexadecimal, and 0 for that of the two areas there is none of; nil unless all of
    /// it is known.
    package var facadeCell: String? {
        guard isRegistered, operatorCode.utf8.count >= 5, let area = locationAreaCode, let cellID else { return nil }
        // Areas of LTE have another name, and may have a third byte.
        let isTracked = accessTechnology == "lte" || area > UInt32(UInt16.max)
        let (location, tracking) = isTracked ? (0, area) : (area, 0)
        let numbers = [location, cellID, tracking].map { String($0, radix: 16, uppercase: true) }
        return ([String(operatorCode.prefix(3)), String(operatorCode.dropFirst(3))] + numbers).joined(separator: ",")
    }
}
