internal import DBus
internal import DeviceCatalog
internal import ModemAPI
internal import ModemCore

/// What each interface of a stick shows, derived from a snapshot and from nothing else. A nil is an interface that cannot
/// work at present.
struct ModemValues {
    let modem: PropertyValues
    let sim: PropertyValues?
    let network: PropertyValues?
    let ussd: PropertyValues?
    let connection: PropertyValues?
    let messaging: PropertyValues?

    init(_ snapshot: ModemSnapshot) {
        modem = Self.modem(snapshot)
        sim = snapshot.sim.map(Self.sim)
        network = snapshot.network.map(Self.network)
        messaging = snapshot.canSendMessages && snapshot.sim != nil ? PropertyValues() : nil
        // A dialogue that has begun is ended, not taken away.
        let canAsk = snapshot.network?.isRegistered == true || snapshot.ussd != .idle
        ussd = canAsk ? Self.ussd(snapshot.ussd) : nil
        let canDial = snapshot.network != nil || snapshot.connection != nil
        connection = canDial ? Self.connection(snapshot.connection ?? ConnectionStatus(), snapshot.upkeep) : nil
    }

    private static func modem(_ snapshot: ModemSnapshot) -> PropertyValues {
        var values = PropertyValues()
        values[ModemInterface.state] = snapshot.state.rawValue
        values[ModemInterface.stateReason] = snapshot.reason == .none ? "" : snapshot.reason.rawValue
        values[ModemInterface.stateMessage] = snapshot.message
        values[ModemInterface.physicalPort] = snapshot.physicalPort
        values[ModemInterface.sysfsPath] = snapshot.sysfsPath
        values[ModemInterface.usbID] = snapshot.usbID?.description ?? ""
        values[ModemInterface.mode] = snapshot.mode?.rawValue ?? ""
        values[ModemInterface.manufacturer] = snapshot.identity.manufacturer
        values[ModemInterface.model] = snapshot.identity.model
        values[ModemInterface.revision] = snapshot.identity.revision
        values[ModemInterface.equipmentIdentifier] = snapshot.identity.equipmentIdentifier
        values[ModemInterface.ports] = snapshot.ports.map { Structure($0.node, $0.role?.rawValue ?? "unknown") }
        values[ModemInterface.primaryPort] = snapshot.primaryPort
        values[ModemInterface.drivers] = snapshot.drivers
        values[ModemInterface.switchMethod] = snapshot.switchMethod
        values[ModemInterface.switchAttempts] = snapshot.switchAttempts
        return values
    }

    private static func sim(_ sim: SIMStatus) -> PropertyValues {
        var values = PropertyValues()
        values[SimInterface.simID] = sim.identifier
        values[SimInterface.operatorCode] = sim.operatorCode
        values[SimInterface.operatorName] = ""
        values[SimInterface.lock] = sim.lock == .unknown ? "" : sim.lock.rawValue
        values[SimInterface.pinRetries] = sim.pinRetries
        values[SimInterface.pukRetries] = sim.pukRetries
        return values
    }

    private static func network(_ network: NetworkStatus) -> PropertyValues {
        var values = PropertyValues()
        values[NetworkInterface.registration] = network.registration.rawValue
        values[NetworkInterface.operatorCode] = network.operatorCode
        values[NetworkInterface.operatorName] = network.operatorName
        values[NetworkInterface.accessTechnology] = network.accessTechnology
        values[NetworkInterface.signalQuality] = network.signalQuality
        values[NetworkInterface.signalDbm] = network.signalDbm
        values[NetworkInterface.signalDetail] = network.signalDetail.busSettings
        values[NetworkInterface.mode] = network.mode?.rawValue ?? ""
        values[NetworkInterface.time] = network.time
        values[NetworkInterface.lac] = network.locationAreaCode
        values[NetworkInterface.cellID] = network.cellID
        return values
    }

    private static func ussd(_ state: USSDState) -> PropertyValues {
        var values = PropertyValues()
        values[UssdInterface.state] = state.rawValue
        return values
    }

    private static func connection(_ connection: ConnectionStatus, _ upkeep: UpkeepStatus?) -> PropertyValues {
        var values = PropertyValues()
        values[ConnectionInterface.interface] = connection.address?.interface ?? ""
        values[ConnectionInterface.ip4] = connection.address.map { $0.busSettings(withInterface: false) } ?? [:]
        values[ConnectionInterface.ip6] = connection.ipv6?.busSettings ?? [:]
        values[ConnectionInterface.attempt] = upkeep?.attempt
        values[ConnectionInterface.nextAttempt] = upkeep?.nextAttempt
        values[ConnectionInterface.history] = upkeep?.history.entries.map(\.busSettings) ?? []
        values[ConnectionInterface.since] = connection.since
        values[ConnectionInterface.rxBytes] = connection.count?.receivedBytes
        values[ConnectionInterface.txBytes] = connection.count?.sentBytes
        let error = connection.lastError?.error
        values[ConnectionInterface.lastError] = Structure(
            error.map { ErrorName($0).name } ?? "", error?.message ?? "")
        return values
    }
}

extension NetworkStatus.SignalDetail {
    /// What is known, in dBm and dB.
    var busSettings: [String: Value] {
        ["rssi": rssi, "rscp": rscp, "ecio": ecio].compactMapValues { $0.map { .double($0) } }
    }
}

extension ConnectionHistory.Entry {
    /// `time`, `event`, `message`.
    var busSettings: [String: Value] {
        ["time": .uint64(time), "event": .string(event.rawValue), "message": .string(message)]
    }
}

extension LinkIPv6 {
    /// `link-local`, and `address` once there is one.
    var busSettings: [String: Value] {
        ["link-local": linkLocal, "address": address].compactMapValues { $0.map { .string($0) } }
    }
}

extension CallAddress {
    /// `address`, `peer`, `dns`, `dns-by`, and `interface` in the result of Connect.
    func busSettings(withInterface: Bool) -> [String: Value] {
        var settings: [String: Value] = [
            "address": .string(address), "peer": .string(peer),
            "dns": .array(.string, dns.map { .string($0) }),
        ]
        if let dnsUse { settings["dns-by"] = .string(dnsUse.rawValue) }
        if withInterface { settings["interface"] = .string(interface) }
        return settings
    }
}
