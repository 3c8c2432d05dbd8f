import DBus
import DeviceCatalog
import ModemAPI
import Testing

@testable import ModemCore
@testable import ModemService

/// What the interfaces of a stick show: unknown text is empty, an unknown number absent, and an interface that cannot work
/// is not there.
struct ModemValuesTests {
    private let bare = ModemSnapshot(physicalPort: "1-1.2")

    private func names(_ declaration: InterfaceDeclaration) -> Set<String> {
        Set(declaration.properties.map(\.name))
    }

    private func ports(_ values: PropertyValues) -> [Value] {
        guard case .array(_, let ports) = values.values["Ports"] else { return [] }
        return ports
    }

    private static func pair(_ first: String, _ second: String) -> Value {
        .structure([.string(first), .string(second)])
    }

    @Test func aStickNobodyHasAskedHasOneInterface() {
        let values = ModemValues(bare)
        #expect(values.sim == nil && values.network == nil && values.connection == nil)
        // Every property of Modem has a value from the start.
        #expect(Set(values.modem.values.keys) == names(ModemInterface.declaration))
        #expect(values.modem[ModemInterface.state] == "storage")
        #expect(values.modem[ModemInterface.physicalPort] == "1-1.2")
        for text in [
            ModemInterface.stateReason, ModemInterface.stateMessage, ModemInterface.sysfsPath, ModemInterface.usbID,
            ModemInterface.mode, ModemInterface.manufacturer, ModemInterface.model, ModemInterface.revision,
            ModemInterface.equipmentIdentifier, ModemInterface.primaryPort, ModemInterface.switchMethod,
        ] {
            #expect(values.modem[text]?.isEmpty == true, "\(text.description.name)")
        }
        #expect(ports(values.modem).isEmpty)
        #expect(values.modem[ModemInterface.drivers]?.isEmpty == true)
        #expect(values.modem[ModemInterface.switchAttempts] == 0)
    }

    @Test func whatTheStickSaidIsShown() {
        var snapshot = bare
        snapshot.state = .failed
        snapshot.reason = .portsBusy
        snapshot.usbID = USBID(vendor: 0x19d2, product: 0x0001)
        snapshot.mode = .modem
        snapshot.identity.model = "MF622"
        snapshot.ports = [.init(node: "ttyUSB0", role: .diagnostics), .init(node: "ttyUSB1", role: nil)]
        let modem = ModemValues(snapshot).modem
        #expect(modem[ModemInterface.state] == "failed")
        #expect(modem[ModemInterface.stateReason] == "ports-busy")
        #expect(modem[ModemInterface.stateMessage] == StateReason.portsBusy.message)
        #expect(modem[ModemInterface.usbID] == "19d2:0001")
        #expect(modem[ModemInterface.mode] == "modem")
        #expect(modem[ModemInterface.model] == "MF622")
        #expect(ports(modem) == [Self.pair("ttyUSB0", "diag"), Self.pair("ttyUSB1", "unknown")])
    }

    @Test func aSimThatWasNotReadHasTextsButNoNumbers() {
        var snapshot = bare
        snapshot.sim = SIMStatus()
        let sim = ModemValues(snapshot).sim
        #expect(
            sim.map { Set($0.values.keys) }
                == names(SimInterface.declaration).subtracting(["PinRetries", "PukRetries"]))
        for text in [SimInterface.simID, SimInterface.operatorCode, SimInterface.operatorName, SimInterface.lock] {
            #expect(sim?[text]?.isEmpty == true, "\(text.description.name)")
        }
    }

    @Test func zeroTriesLeftAreNotUnknown() {
        var snapshot = bare
        snapshot.sim = SIMStatus()
        snapshot.sim?.lock = .puk
        snapshot.sim?.pinRetries = 0
        snapshot.sim?.pukRetries = 10
        let sim = ModemValues(snapshot).sim
        #expect(sim?[SimInterface.lock] == "puk")
        #expect(sim?[SimInterface.pinRetries] == 0)
        #expect(sim?[SimInterface.pukRetries] == 10)
    }

    @Test func aRadioThatHasHeardNothingHasNoSignalAndNoCell() {
        var snapshot = bare
        snapshot.network = NetworkStatus()
        let network = ModemValues(snapshot).network
        let numbers = [
            NetworkInterface.signalQuality.description.name, NetworkInterface.signalDbm.description.name,
            NetworkInterface.lac.description.name, NetworkInterface.cellID.description.name,
        ]
        #expect(
            network.map { Set($0.values.keys) } == names(NetworkInterface.declaration).subtracting(numbers))
        #expect(network?[NetworkInterface.registration] == "unknown")
        #expect(network?[NetworkInterface.operatorName]?.isEmpty == true)
        snapshot.network?.signalQuality = 0
        snapshot.network?.signalDbm = -113
        let weak = ModemValues(snapshot).network
        #expect(weak?[NetworkInterface.signalQuality] == 0)
        #expect(weak?[NetworkInterface.signalDbm] == -113)
        #expect(weak?[NetworkInterface.signalDetail]?.isEmpty == true)
        #expect(weak?[NetworkInterface.time]?.isEmpty == true)
        snapshot.network?.signalDetail = .init(rssi: -77, ecio: -6.5)
        snapshot.network?.time = "2026-11-25T07:30:00+01:00"
        let more = ModemValues(snapshot).network
        #expect(more?[NetworkInterface.signalDetail] == ["rssi": .double(-77), "ecio": .double(-6.5)])
        #expect(more?[NetworkInterface.time] == "2026-11-25T07:30:00+01:00")
    }

    @Test func aScannedNetworkSaysWhatIsKnown() {
        let bare = ScannedNetwork(code: "26202", name: "", shortName: "", status: .forbidden, accessTechnology: "")
        #expect(bare.busSettings == ["status": .string("forbidden"), "code": .string("26202")])
        let full = ScannedNetwork(code: "26201", name: "A", shortName: "B", status: .current, accessTechnology: "umts")
        #expect(
            full.busSettings == [
                "status": .string("current"), "code": .string("26201"), "name": .string("A"),
                "short-name": .string("B"), "technology": .string("umts"),
            ])
    }

    @Test func aRadioInUseCanBeDialledAndIsNotConnected() {
        var snapshot = bare
        snapshot.network = NetworkStatus()
        let connection = ModemValues(snapshot).connection
        #expect(connection.map { Set($0.values.keys) } == ["History", "Interface", "Ip4", "Ip6", "LastError"])
        #expect(connection?[ConnectionInterface.interface]?.isEmpty == true)
        #expect(connection?[ConnectionInterface.ip4]?.isEmpty == true)
        #expect(connection?.values["LastError"] == Self.pair("", ""))
    }

    @Test func aCallShowsItsAddressAndWhyTheLastOneEnded() throws {
        var snapshot = bare
        snapshot.connection = ConnectionStatus()
        snapshot.connection?.address = CallAddress(
            interface: "ppp0", address: "10.0.1.2", peer: "10.64.64.64", dns: ["192.0.2.53"], dnsUse: .resolved)
        snapshot.connection?.ipv6 = LinkIPv6(linkLocal: "fe80::1", address: "2001:db8::1")
        snapshot.connection?.since = 1_700_000_000
        snapshot.connection?.lastError = .init(error: .callFailed(.peerDead))
        snapshot.connection?.count = LinkCount(receivedBytes: 11, sentBytes: 22, sentPackets: 3)
        let values = ModemValues(snapshot)
        #expect(values.network == nil)
        let connection = try #require(values.connection)
        #expect(
            Set(connection.values.keys)
                == names(ConnectionInterface.declaration).subtracting(["Attempt", "NextAttempt"]))
        #expect(connection[ConnectionInterface.interface] == "ppp0")
        #expect(
            connection[ConnectionInterface.ip4] == [
                "address": .string("10.0.1.2"), "peer": .string("10.64.64.64"),
                "dns": .array(.string, [.string("192.0.2.53")]), "dns-by": .string("resolved"),
            ])
        #expect(
            connection[ConnectionInterface.ip6] == [
                "link-local": .string("fe80::1"), "address": .string("2001:db8::1"),
            ])
        #expect(LinkIPv6(linkLocal: "fe80::1", address: nil).busSettings == ["link-local": .string("fe80::1")])
        #expect(connection[ConnectionInterface.since] == 1_700_000_000)
        #expect(connection[ConnectionInterface.rxBytes] == 11)
        #expect(connection[ConnectionInterface.txBytes] == 22)
        #expect(
            connection.values["LastError"] == Self.pair(ErrorName.pppFailed.name, CallError.peerDead.message))
    }

    @Test func theResultOfConnectNamesTheInterface() {
        let address = CallAddress(interface: "ppp0", address: "10.0.1.2", peer: "10.64.64.64", dns: [])
        #expect(
            address.busSettings(withInterface: true) == [
                "interface": .string("ppp0"), "address": .string("10.0.1.2"), "peer": .string("10.64.64.64"),
                "dns": .array(.string, []),
            ])
    }
}
