package import DBus
internal import DeviceCatalog
package import ModemCore

/// What a modem shows, derived from a snapshot and from the paths of what belongs to it. A nil is an interface that cannot
/// work at present.
package struct FacadeModemValues: Equatable, Sendable {
    /// What else a modem has on the bus.
    package struct Paths: Equatable, Sendable {
        package var sim: ObjectPath?
        package var bearers: [ObjectPath] = []
        package var messages: [ObjectPath] = []

        package init() {}
    }

    /// More sets of settings than anybody has use for.
    package static let mostBearers: UInt32 = 4
    /// `MM_MODEM_CAPABILITY_GSM_UMTS`, and with LTE.
    private static let capabilities: (UInt32, withLTE: UInt32) = (1 << 2, 1 << 2 | 1 << 3)
    private static let ipv4: UInt32 = 1

    package let modem: PropertyValues
    package let network: PropertyValues
    package let messaging: PropertyValues?
    package let ussd: PropertyValues?
    package let time: PropertyValues?

    package init(_ snapshot: ModemSnapshot, _ paths: Paths) {
        modem = Self.modem(snapshot, paths)
        network = Self.network(snapshot)
        messaging = snapshot.canSendMessages ? Self.messaging(paths.messages) : nil
        ussd = snapshot.network == nil ? nil : Self.ussd(snapshot.ussd)
        time = snapshot.network.map(Self.time)
    }

    private static func modem(_ snapshot: ModemSnapshot, _ paths: Paths) -> PropertyValues {
        var values = identity(snapshot)
        values[ModemFace.sim] = paths.sim ?? FacadeName.none
        values[ModemFace.simSlots] = []
        values[ModemFace.primarySimSlot] = 0
        values[ModemFace.bearers] = paths.bearers
        values[ModemFace.maxBearers] = mostBearers
        values[ModemFace.maxActiveBearers] = 1
        values[ModemFace.maxActiveMultiplexedBearers] = 0
        values[ModemFace.state] = FacadeState(snapshot).rawValue
        values[ModemFace.stateFailedReason] = snapshot.facadeFailure
        values[ModemFace.powerState] = snapshot.facadePower
        values[ModemFace.unlockRequired] = snapshot.sim?.lock.facadeValue ?? 0
        values[ModemFace.unlockRetries] = retries(snapshot.sim)
        addRadio(snapshot.network, to: &values)
        return values
    }

    private static func identity(_ snapshot: ModemSnapshot) -> PropertyValues {
        var values = PropertyValues()
        values[ModemFace.manufacturer] = snapshot.identity.manufacturer
        values[ModemFace.model] = snapshot.identity.model
        values[ModemFace.revision] = snapshot.identity.revision
        values[ModemFace.hardwareRevision] = ""
        values[ModemFace.carrierConfiguration] = ""
        values[ModemFace.carrierConfigurationRevision] = ""
        values[ModemFace.equipmentIdentifier] = snapshot.identity.equipmentIdentifier
        values[ModemFace.deviceIdentifier] = snapshot.facadeDeviceIdentifier
        values[ModemFace.device] = snapshot.sysfsPath
        values[ModemFace.drivers] = snapshot.drivers
        values[ModemFace.plugin] = "zte-modem"
        values[ModemFace.primaryPort] = snapshot.primaryPort
        values[ModemFace.ports] = ports(snapshot)
        // Who the subscriber is stays behind polkit: GetIdentity of org.ztemodem1.Sim.
        values[ModemFace.ownNumbers] = []
        return values
    }

    /// The interface of a call is a port too: NetworkManager takes it for the modem's by that.
    private static func ports(_ snapshot: ModemSnapshot) -> [Structure<String, UInt32>] {
        let net = snapshot.connection?.address.map { Structure($0.interface, UInt32(2)) }
        return snapshot.ports.map { Structure($0.node, $0.role?.facadeValue ?? 1) } + (net.map { [$0] } ?? [])
    }

    private static func retries(_ sim: SIMStatus?) -> [UInt32: UInt32] {
        var retries: [UInt32: UInt32] = [:]
        if let left = sim?.pinRetries { retries[SIMStatus.Lock.pin.facadeValue] = UInt32(clamping: left) }
        if let left = sim?.pukRetries { retries[SIMStatus.Lock.puk.facadeValue] = UInt32(clamping: left) }
        return retries
    }

    private static func addRadio(_ network: NetworkStatus?, to values: inout PropertyValues) {
        let capability = network?.hasLTE == true ? capabilities.withLTE : capabilities.0
        values[ModemFace.supportedCapabilities] = [capability]
        values[ModemFace.currentCapabilities] = capability
        values[ModemFace.supportedIpFamilies] = ipv4
        values[ModemFace.accessTechnologies] = network?.facadeTechnologies ?? 0
        values[ModemFace.signalQuality] = Structure(network?.signalQuality ?? 0, network?.signalQuality != nil)
        values[ModemFace.supportedModes] = FacadeModes.supported(network).map { Structure($0.allowed, $0.preferred) }
        let modes = FacadeModes(network?.mode, hasLTE: network?.hasLTE ?? false)
        values[ModemFace.currentModes] = Structure(modes.allowed, modes.preferred)
        values[ModemFace.supportedBands] = []
        values[ModemFace.currentBands] = []
    }

    private static func network(_ snapshot: ModemSnapshot) -> PropertyValues {
        var values = PropertyValues()
        values[Modem3gppFace.imei] = snapshot.identity.equipmentIdentifier
        values[Modem3gppFace.registrationState] = (snapshot.network?.registration ?? .unknown).facadeValue
        values[Modem3gppFace.operatorCode] = snapshot.network?.operatorCode ?? ""
        values[Modem3gppFace.operatorName] = snapshot.network?.operatorName ?? ""
        // MM_MODEM_3GPP_FACILITY_SIM where the SIM asks for its PIN now; whether it will is not known.
        values[Modem3gppFace.enabledFacilityLocks] = snapshot.sim?.lock == .pin ? 1 : 0
        values[Modem3gppFace.subscriptionState] = 0
        values[Modem3gppFace.epsUeModeOperation] = 0
        values[Modem3gppFace.pco] = []
        values[Modem3gppFace.initialEpsBearer] = FacadeName.none
        values[Modem3gppFace.initialEpsBearerSettings] = [:]
        values[Modem3gppFace.packetServiceState] = 0
        values[Modem3gppFace.nr5gRegistrationSettings] = [:]
        return values
    }

    private static func messaging(_ messages: [ObjectPath]) -> PropertyValues {
        var values = PropertyValues()
        values[MessagingFace.messages] = messages
        values[MessagingFace.supportedStorages] = []
        values[MessagingFace.defaultStorage] = 0
        return values
    }

    private static func ussd(_ state: USSDState) -> PropertyValues {
        var values = PropertyValues()
        values[UssdFace.state] =
            switch state {
            case .idle: 1
            case .active: 2
            case .userResponse: 3
            }
        values[UssdFace.networkNotification] = ""
        values[UssdFace.networkRequest] = ""
        return values
    }

    private static func time(_ network: NetworkStatus) -> PropertyValues {
        var values = PropertyValues()
        values[TimeFace.networkTimezone] = network.facadeZone.map { ["offset": .int32($0)] } ?? [:]
        return values
    }
}

extension NetworkStatus {
    /// Minutes east of Greenwich, of the time that ends in `+01:00` or `Z`.
    package var facadeZone: Int32? {
        if time.hasSuffix("Z") { return 0 }
        let zone = Array(time.utf8.suffix(6))
        guard zone.count == 6, zone[3] == UInt8(ascii: ":"), let hours = Int32(time.suffix(6).prefix(3)),
            let minutes = Int32(time.suffix(2))
        else { return nil }
        return hours * 60 + (zone[0] == UInt8(ascii: "-") ? -minutes : minutes)
    }
}

extension ModemSnapshot {
    /// The same for the same stick, and no name that says who it is: 64 bits of FNV-1a over what ModemManager takes too.
    package var facadeDeviceIdentifier: String {
        let parts = [
            usbID?.description ?? "", identity.model, identity.revision, identity.equipmentIdentifier,
        ]
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in parts.joined(separator: "\n").utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// What Simple.GetStatus tells.
    package var facadeStatus: [String: Value] {
        var status: [String: Value] = [
            "state": .uint32(UInt32(bitPattern: FacadeState(self).rawValue)),
            "signal-quality": .structure([
                .uint32(network?.signalQuality ?? 0), .boolean(network?.signalQuality != nil),
            ]),
            "access-technologies": .uint32(network?.facadeTechnologies ?? 0),
            "current-bands": .array(UInt32.signature, []),
        ]
        if let network {
            status["m3gpp-registration-state"] = .uint32(network.registration.facadeValue)
            if !network.operatorCode.isEmpty { status["m3gpp-operator-code"] = .string(network.operatorCode) }
            if !network.operatorName.isEmpty { status["m3gpp-operator-name"] = .string(network.operatorName) }
        }
        return status
    }
}
