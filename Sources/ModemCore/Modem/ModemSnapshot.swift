package import DeviceCatalog

/// Everything known of one stick at one moment: what the bus shows is derived from this and from nothing else.
///
/// Nil and empty mean not known; nothing is invented.
package struct ModemSnapshot: Equatable, Sendable {
    package var physicalPort: String
    package var state: ModemState = .storage
    package var reason: StateReason = .none
    /// What is known beyond the reason's own words, as a sentence in their place.
    package var explanation: String?
    package var sysfsPath = ""
    package var usbID: USBID?
    package var mode: ModemMode?
    package var identity = ModemIdentity()
    package var ports: [Port] = []
    /// Node of the port that answers commands.
    package var primaryPort = ""
    package var drivers: [String] = []
    package var switchMethod = ""
    package var switchAttempts: UInt32 = 0
    /// Nil until the SIM was read.
    package var sim: SIMStatus?
    /// The SIM is open and the stick has a message service.
    package var canSendMessages = false
    /// Nil until the radio is in use.
    package var network: NetworkStatus?
    package var ussd = USSDState.idle
    /// Nil until the stick can be dialled.
    package var connection: ConnectionStatus?
    /// Nil where nobody wants a connection to be kept.
    package var upkeep: UpkeepStatus?

    package struct Port: Equatable, Sendable {
        package let node: String
        /// Nil for an interface the catalogue does not name.
        package let role: PortRole?
    }

    /// One sentence for a person; empty where there is nothing to do.
    package var message: String { explanation ?? reason.message }

    init(physicalPort: String) { self.physicalPort = physicalPort }
}

/// What the stick says of itself, as 3GPP TS 27.007 5.1-5.4 reads it.
package struct ModemIdentity: Equatable, Sendable {
    package var manufacturer = ""
    package var model = ""
    package var revision = ""
    /// IMEI.
    package var equipmentIdentifier = ""

    /// Nil where it says something that is none.
    var imei: IMEI? { IMEI(equipmentIdentifier) }
}

package struct SIMStatus: Equatable, Sendable {
    /// What the SIM waits for.
    package enum Lock: String, Sendable {
        case none, pin, puk, pin2, puk2, unknown
    }

    package var lock: Lock = .unknown
    package var pinRetries: Int32?
    package var pukRetries: Int32?
    /// Opaque, one for each ICCID; empty when that could not be read.
    package var identifier = ""
    /// MCC and MNC of the home network, from the IMSI.
    package var operatorCode = ""
}

package struct NetworkStatus: Equatable, Sendable {
    /// `+CREG` and `+CGREG` (27.007, 7.2 and 10.1.20), the better of both.
    package enum Registration: String, Sendable {
        case idle, home, roaming, searching, denied, unknown
    }

    package var registration: Registration = .unknown
    package var operatorCode = ""
    package var operatorName = ""
    /// `gsm`, `gprs`, `edge`, `umts`, `hsdpa`, … as `+ZPAS` or `+CREG` tells it; empty when unknown.
    package var accessTechnology = ""
    /// Per cent.
    package var signalQuality: UInt32?
    package var signalDbm: Double?
    package var signalDetail = SignalDetail()
    package var locationAreaCode: UInt32?
    package var cellID: UInt32?
    /// Nil where the stick does not say.
    package var mode: NetworkMode?
    /// ISO 8601 with the zone, as the network told it; it does not run on.
    package var time = ""

    /// What not every stick measures, dBm and dB.
    package struct SignalDetail: Equatable, Sendable {
        package var rssi: Double?
        package var rscp: Double?
        package var ecio: Double?
    }

    package var isRegistered: Bool { registration == .home || registration == .roaming }
}

package struct ConnectionStatus: Equatable, Sendable {
    package var address: CallAddress?
    /// Nil without IPv6, and until the kernel has it.
    package var ipv6: LinkIPv6?
    /// Seconds since 1970 when the address came.
    package var since: UInt64?
    /// As the kernel counted when it was looked at last.
    package var count: LinkCount?
    package var lastError: LastError?
    /// The limit of the SIM, once the call has reached it.
    package var reachedLimit: UsageLimit?

    /// Why the last call ended or did not start.
    package struct LastError: Equatable, Sendable {
        package let error: ModemError
    }

    package init() {}
}
