import DeviceCatalog
import Testing

@testable import DBus
@testable import ModemCore
@testable import ModemManagerFacade

/// What the objects show. Every property has a value: ModemManager's clients know no other.
struct FacadeModemValuesTests {
    private func names(_ declaration: InterfaceDeclaration) -> Set<String> { Set(declaration.properties.map(\.name)) }

    private var registered: ModemSnapshot {
        var snapshot = FacadeStateTests.modem(.registered)
        snapshot.sysfsPath = "/sys/devices/usb1/1-1"
        snapshot.usbID = USBID(vendor: 0x19d2, product: 0x0001)
        snapshot.identity.model = "MF622"
        snapshot.identity.equipmentIdentifier = "356938035643809"
        snapshot.ports = [
            .init(node: "ttyUSB0", role: .diagnostics), .init(node: "ttyUSB1", role: nil),
            .init(node: "ttyUSB2", role: .data),
        ]
        var sim = SIMStatus()
        (sim.lock, sim.pinRetries, sim.pukRetries, sim.identifier) = (SIMStatus.Lock.none, 3, 10, "abc")
        snapshot.sim = sim
        var network = NetworkStatus()
        (network.registration, network.operatorCode, network.operatorName) = (.home, "26801", "Vodafone P")
        (network.accessTechnology, network.signalQuality) = ("hsdpa", 61)
        snapshot.network = network
        snapshot.canSendMessages = true
        return snapshot
    }

    @Test func everyPropertyHasAValue() {
        for snapshot in [FacadeStateTests.modem(.locked), registered] {
            let values = FacadeModemValues(snapshot, .init())
            #expect(Set(values.modem.values.keys) == names(ModemFace.declaration))
            #expect(Set(values.network.values.keys) == names(Modem3gppFace.declaration))
        }
        let values = FacadeModemValues(registered, .init())
        #expect(Set(values.messaging?.values.keys ?? [:].keys) == names(MessagingFace.declaration))
        #expect(Set(values.ussd?.values.keys ?? [:].keys) == names(UssdFace.declaration))
        #expect(Set(values.time?.values.keys ?? [:].keys) == names(TimeFace.declaration))
        #expect(
            Set(FacadeSignalValues.values(NetworkStatus(), rate: 0).values.keys) == names(SignalFace.declaration))
        #expect(
            Set(FacadeLocation().values(NetworkStatus()).values.keys) == names(LocationFace.declaration))
        #expect(Set(SIMStatus().facadeValues.values.keys) == names(SimFace.declaration))
        #expect(Set(FacadeBearerValues.values(BearerSettings(), nil).values.keys) == names(BearerFace.declaration))
    }

    @Test func everyValueHasTheTypeThatIsDeclared() {
        let values = FacadeModemValues(registered, .init())
        // An interface leaves out what has another type.
        #expect(Self.shown(ModemFace.declaration, values.modem) == names(ModemFace.declaration))
        #expect(Self.shown(Modem3gppFace.declaration, values.network) == names(Modem3gppFace.declaration))
        let sim = SIMStatus().facadeValues
        #expect(Self.shown(SimFace.declaration, sim) == names(SimFace.declaration))
    }

    private static func shown(_ declaration: InterfaceDeclaration, _ values: PropertyValues) -> Set<String> {
        Set(
            declaration.properties.filter { property in
                values.values[property.name].map { $0.has(type: property.signature) } ?? false
            }.map(\.name))
    }

    @Test func aRegisteredModemShowsWhatItIs() {
        var paths = FacadeModemValues.Paths()
        (paths.sim, paths.bearers) = (FacadeName.path(.sim, 4), [FacadeName.path(.bearer, 7)])
        let values = FacadeModemValues(registered, paths)
        #expect(values.modem[ModemFace.state] == 8)
        #expect(values.modem[ModemFace.sim]?.text == "/org/freedesktop/ModemManager1/SIM/4")
        #expect(values.modem[ModemFace.bearers]?.map(\.text) == ["/org/freedesktop/ModemManager1/Bearer/7"])
        #expect(values.modem[ModemFace.device] == "/sys/devices/usb1/1-1")
        #expect(values.modem[ModemFace.unlockRequired] == 1)
        #expect(values.modem[ModemFace.unlockRetries] == [2: 3, 4: 10])
        #expect(values.modem[ModemFace.currentCapabilities] == 4)
        #expect(values.modem[ModemFace.accessTechnologies] == 0x40)
        #expect(values.modem.values["SignalQuality"] == .structure([.uint32(61), .boolean(true)]))
        #expect(values.network[Modem3gppFace.registrationState] == 1)
        #expect(values.network[Modem3gppFace.operatorCode] == "26801")
        #expect(values.ussd?[UssdFace.state] == 1)
    }

    @Test func portsHaveTheirKindsAndACallItsInterface() {
        var snapshot = registered
        var connection = ConnectionStatus()
        connection.address = CallAddress(interface: "ppp0", address: "10.1.2.3", peer: "10.64.64.64", dns: [])
        snapshot.connection = connection
        let ports: [Value] = [("ttyUSB0", 4), ("ttyUSB1", 1), ("ttyUSB2", 3), ("ppp0", 2)].map {
            .structure([.string($0), .uint32($1)])
        }
        #expect(
            FacadeModemValues(snapshot, .init()).modem.values["Ports"]
                == .array(Structure<String, UInt32>.signature, ports))
    }

    @Test func aLockedOneHasNoMoreThanItCanDo() {
        var snapshot = FacadeStateTests.modem(.locked, .simPin)
        var sim = SIMStatus()
        sim.lock = .pin
        snapshot.sim = sim
        let values = FacadeModemValues(snapshot, .init())
        #expect(values.messaging == nil && values.ussd == nil && values.time == nil)
        #expect(values.modem[ModemFace.unlockRequired] == 2)
        #expect(values.network[Modem3gppFace.enabledFacilityLocks] == 1)
        #expect(values.modem.values["SignalQuality"] == .structure([.uint32(0), .boolean(false)]))
    }

    @Test func whoTheSubscriberIsStaysOut() {
        let sim = registered.sim?.facadeValues
        #expect(sim?[SimFace.simIdentifier] == "abc" && sim?[SimFace.imsi]?.isEmpty == true)
        #expect(FacadeModemValues(registered, .init()).modem[ModemFace.ownNumbers]?.isEmpty == true)
    }

    @Test func aDeviceIdentifierIsTheSameForTheSameStickAndHidesTheIMEI() {
        var other = registered
        #expect(other.facadeDeviceIdentifier == registered.facadeDeviceIdentifier)
        #expect(other.facadeDeviceIdentifier.count == 16)
        other.identity.equipmentIdentifier = "356938035643817"
        #expect(other.facadeDeviceIdentifier != registered.facadeDeviceIdentifier)
    }

    @Test func theStatusOfSimpleIsTheSame() {
        let status = registered.facadeStatus
        #expect(status["state"] == .uint32(8))
        #expect(status["m3gpp-operator-name"] == .string("Vodafone P"))
        #expect(FacadeStateTests.modem(.failed).facadeStatus["state"] == .uint32(.max))
    }
}
