import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Two families of sticks from the plug to a call, as they were recorded, however their answers are cut into reads.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct TranscriptStoryTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let mf626 = PortMap(
        usbID: USBID(vendor: 0x19d2, product: 0x0031), model: "MF626", roles: [1: .at, 3: .data])

    private func follow(_ name: String, piecesOf size: Int) throws {
        world.stick.follow(try Transcript.load(name))
        world.stick.cut = { bytes in
            stride(from: 0, to: bytes.count, by: size).map { Array(bytes[$0..<min($0 + size, bytes.count)]) }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 4096])
    func theMF622FromItsPinToACall(size: Int) async throws {
        try follow("mf622", piecesOf: size)
        world.plugModem()
        #expect(await world.reachesState(.locked))
        #expect(modem.snapshot.reason == .simPin)
        #expect(modem.snapshot.sim?.pinRetries == 3)
        #expect(modem.snapshot.identity.model == "MF622")
        #expect(modem.snapshot.identity.revision == "3UKP671M3V1.0.0B08 3UKP671M3V1.0.0B08 1  [Jan 07 2008 16:00:00]")
        #expect(modem.snapshot.identity.equipmentIdentifier == "235251122555115")
        try await world.modem.sendPIN(try PIN("1234"))
        // Still searching at first, and once the SIM was not ready.
        #expect(await world.reachesState(.registered))
        #expect(await world.wait { modem.snapshot.network?.signalDbm == -83 })
        #expect(await world.wait { modem.snapshot.network?.accessTechnology == "umts" })
        #expect(await world.wait { modem.snapshot.network?.operatorName == "vodafone P" })
        #expect(modem.snapshot.network?.operatorCode == "26801")
        #expect(await world.wait(atMost: .seconds(65)) { modem.snapshot.network?.cellID == 0xc3d4 })
        #expect(modem.snapshot.sim?.lock == SIMStatus.Lock.none)
        #expect(try await world.connects(ConnectSettings(accessPoint: try AccessPointName("internet.vodafone.pt"))))
        #expect(world.stick.log.count { $0.hasPrefix("AT+CPIN=") } == 1)
    }

    @Test func anotherAccessPointIsAnError() async throws {
        try follow("mf622", piecesOf: 4096)
        world.stick.answers["AT+CPIN?"] = "\r\n+CPIN: READY\r\n\r\nOK\r\n"
        world.plugModem()
        #expect(await world.reachesState(.locked))
        try await world.modem.sendPIN(try PIN("1234"))
        #expect(await world.reachesState(.registered))
        let settings = ConnectSettings(accessPoint: try AccessPointName("elsewhere"))
        let refusal = ModemError.dialFailed("+CME ERROR: operation not supported")
        await #expect(throws: refusal) { try await world.modem.connect(settings) }
    }

    @Test(arguments: [1, 3, 4096])
    func theMF626WithoutASimAndThenWithOne(size: Int) async throws {
        try follow("mf626", piecesOf: size)
        let ports = (0..<4).map { Story.port($0) }
        world.plugModem(Self.mf626, ports: ports)
        #expect(await world.reachesState(.failed))
        #expect(modem.snapshot.reason == .simMissing)
        #expect(modem.snapshot.identity.manufacturer == "ZTE CORPORATION")
        #expect(modem.snapshot.identity.equipmentIdentifier == "356812010012345")
        #expect(modem.snapshot.primaryPort == "ttyUSB1" && modem.snapshot.sim == nil)
        // Out and in again, with a SIM: for the state machine another presence.
        modem.feed(.attachedModem(Story.device(number: 9, product: 0x0031, classes: [0xff]), Self.mf626))
        for port in ports { modem.feed(.portAdded(port)) }
        #expect(await world.reachesState(.registered))
        #expect(await world.wait { modem.snapshot.network?.cellID == 0xc3d4e5 })
        // 99 is no signal, "No Service" no technology, and +COPS: 0 no operator.
        #expect(modem.snapshot.network?.signalDbm == nil)
        #expect(modem.snapshot.network?.accessTechnology.isEmpty == true)
        #expect(modem.snapshot.network?.operatorName.isEmpty == true)
        await #expect(throws: ModemError.dialFailed("NO CARRIER")) {
            try await world.modem.connect(ConnectSettings(number: try DialNumber("*99#")))
        }
        #expect(modem.snapshot.state == .registered)
        #expect(Set(world.ports.opened.map(\.name)) == ["ttyUSB1", "ttyUSB3"])
    }
}
