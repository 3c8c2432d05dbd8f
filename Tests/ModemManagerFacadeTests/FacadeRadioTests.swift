import DBus
import Testing

@testable import ModemCore
@testable import ModemManagerFacade

/// Access technologies and modes, there and back.
struct FacadeRadioTests {
    @Test(
        arguments: [
            ("gsm", 0x2), ("gprs", 0x8), ("edge", 0x10), ("umts", 0x20), ("hsdpa", 0x40), ("hsupa", 0x80),
            ("hspa", 0x100),
            ("lte", 0x4000), ("", 0), ("none", 0),
        ] as [(String, UInt32)]) func eachTechnologyIsABit(_ name: String, _ bit: UInt32)
    {
        #expect(NetworkStatus.technologies(name) == bit)
    }

    @Test func whatAStickMayBeToldIsWhatItSaysOfItself() {
        var network = NetworkStatus()
        #expect(FacadeModes.supported(network) == [FacadeModes(allowed: 0xffff_ffff)])
        network.mode = .prefer3G
        #expect(FacadeModes(network.mode, hasLTE: false) == FacadeModes(allowed: 6, preferred: 4))
        #expect(FacadeModes.supported(network).contains(FacadeModes(allowed: 6, preferred: 4)))
        #expect(FacadeModes.supported(network).allSatisfy { $0.allowed & 8 == 0 })
        network.accessTechnology = "lte"
        #expect(FacadeModes.supported(network).contains(FacadeModes(allowed: 8)))
    }

    @Test(arguments: [NetworkMode.auto, .only2G, .only3G, .prefer2G, .prefer3G], [false, true])
    func aModeComesBackAsItself(_ mode: NetworkMode, _ hasLTE: Bool) {
        #expect(FacadeModes(mode, hasLTE: hasLTE).networkMode == mode)
    }

    @Test func anyStandsForAutoAndNonsenseForNothing() {
        #expect(FacadeModes(allowed: 0xffff_ffff).networkMode == .auto)
        #expect(FacadeModes(.only4G, hasLTE: true).networkMode == .only4G)
        #expect(FacadeModes(allowed: 1).networkMode == nil)
        #expect(FacadeModes(allowed: 2, preferred: 4).networkMode == nil)
    }

    @Test func registrationsAndScansHaveTheirNumbers() {
        let registrations: [NetworkStatus.Registration] = [.idle, .home, .searching, .denied, .unknown, .roaming]
        #expect(registrations.map(\.facadeValue) == [0, 1, 2, 3, 4, 5])
        let found: [ScannedNetwork.Status] = [.unknown, .available, .current, .forbidden]
        #expect(found.map(\.facadeValue) == [0, 1, 2, 3])
        let locks: [SIMStatus.Lock] = [.unknown, .none, .pin, .pin2, .puk, .puk2]
        #expect(locks.map(\.facadeValue) == [0, 1, 2, 3, 4, 5])
    }

    @Test(arguments: [
        ("2026-11-26T21:00:00+01:00", 60), ("2026-11-26T21:00:00-03:30", -210), ("2026-11-26T21:00:00Z", 0),
    ])
    func theZoneIsInMinutes(_ time: String, _ minutes: Int32) {
        var network = NetworkStatus()
        network.time = time
        #expect(network.facadeZone == minutes)
    }

    @Test func withoutATimeThereIsNoZone() { #expect(NetworkStatus().facadeZone == nil) }

    @Test func theSignalIsUnderTheTechnologyInUse() {
        var network = NetworkStatus()
        network.signalDbm = -71
        (network.signalDetail.rscp, network.signalDetail.ecio) = (-80, -6)
        network.accessTechnology = "hspa"
        let umts = FacadeSignalValues.values(network, rate: 5)
        #expect(umts[SignalFace.umts] == ["rssi": .double(-71), "rscp": .double(-80), "ecio": .double(-6)])
        #expect(umts[SignalFace.gsm] == [:] && umts[SignalFace.rate] == 5)
        network.accessTechnology = "edge"
        #expect(FacadeSignalValues.values(network, rate: 0)[SignalFace.gsm] == ["rssi": .double(-71)])
    }
}
