package import DBus
package import ModemCore

/// What a bearer shows.
package enum FacadeBearerValues {
    private static let timeout: UInt32 = 20

    /// - Parameter connection: of the call that it is; nil while it is none.
    /// - Parameter failure: why its last call ended or did not start.
    package static func values(
        _ settings: BearerSettings, _ connection: ConnectionStatus?, failure: ModemError? = nil
    ) -> PropertyValues {
        var values = PropertyValues()
        let address = connection?.address
        values[BearerFace.interface] = address?.interface ?? ""
        values[BearerFace.connected] = address != nil
        let error = address == nil ? failure : nil
        values[BearerFace.connectionError] = Structure(
            error.map { FacadeError($0).name } ?? "", error?.message ?? "")
        values[BearerFace.suspended] = false
        values[BearerFace.multiplexed] = false
        values[BearerFace.ip4Config] = address.map(ip4) ?? ["method": .uint32(0)]
        values[BearerFace.ip6Config] = ["method": .uint32(0)]
        values[BearerFace.stats] = address == nil ? [:] : stats(connection)
        values[BearerFace.reloadStatsSupported] = false
        values[BearerFace.ipTimeout] = timeout
        values[BearerFace.bearerType] = 1
        values[BearerFace.profileId] = -1
        values[BearerFace.properties] = settings.shown
        return values
    }

    /// `MM_BEARER_IP_METHOD_STATIC`: pppd has made the interface, and is watched by us; a client sets addresses and routes.
    /// The MTU is what pppd has agreed upon with the network, and stays as it has set it.
    private static func ip4(_ address: CallAddress) -> [String: Value] {
        var config: [String: Value] = [
            "method": .uint32(2), "address": .string(address.address), "prefix": .uint32(32),
            "gateway": .string(address.peer),
        ]
        for (index, server) in address.dns.prefix(3).enumerated() { config["dns\(index + 1)"] = .string(server) }
        return config
    }

    private static func stats(_ connection: ConnectionStatus?) -> [String: Value] {
        var stats: [String: Value] = [:]
        stats["start-date"] = connection?.since.map { .uint64($0) }
        stats["rx-bytes"] = connection?.count.map { .uint64($0.receivedBytes) }
        stats["tx-bytes"] = connection?.count.map { .uint64($0.sentBytes) }
        return stats
    }
}
