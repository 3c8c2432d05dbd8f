import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Sticks that came back from our switch, or are in the catalogue, and whose ports nobody has described.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct UnmappedPortsTests {
    private let world = ScriptedWorld()
    private static let stick = ForeignStick(
        usbID: USBID(vendor: 0x19d2, product: 0x0177), model: "unknown", kind: .other(reason: "no source says it"))
    private static let device = Story.device(number: 5, product: 0x0177, classes: [0xff, 0xff, 0xff])

    private var roles: [String: PortRole?] {
        Dictionary(uniqueKeysWithValues: world.modem.snapshot.ports.map { ($0.node, $0.role) })
    }

    private func plug(_ ports: [TTYPort] = Story.ports) {
        world.modem.feed(.attachedForeign(Self.device, Self.stick))
        for port in ports { world.modem.feed(.portAdded(port)) }
    }

    @Test func thePortsThatAnswerSayWhatTheyAre() async throws {
        world.stick.silentPorts = ["ttyUSB1"]
        plug()
        #expect(await world.reachesState(.registered))
        #expect(roles == ["ttyUSB0": .at, "ttyUSB1": nil, "ttyUSB2": .data])
        #expect(world.modem.snapshot.mode == .modem)
        #expect(try await world.connects())
        #expect(world.calls.requests.map(\.port.node) == ["ttyUSB2"])
    }

    @Test func nothingButATIsSentToFindOut() async {
        world.stick.silentPorts = ["ttyUSB0", "ttyUSB1", "ttyUSB2"]
        plug()
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .notDriven)
        #expect(world.modem.snapshot.message.contains("none of its ports answers"))
        #expect(world.modem.snapshot.message.contains("no source says it"))
        for port in world.ports.opened {
            #expect(Set(port.sent).isSubset(of: ["", "AT"]))
            #expect(port.sent.filter { $0 == "AT" }.count <= 9)
        }
        let opened = world.ports.opened.count
        await world.pass(.seconds(120))
        #expect(world.ports.opened.count == opened, "it is not asked again")
    }

    @Test(arguments: [[0x7e, 0x13, 0x41, 0x54, 0x0d, 0x7e], [UInt8](repeating: 0, count: 64)])
    func aPortOfAnotherLanguageIsLeftAloneAtOnce(speech: [UInt8]) async {
        world.stick.silentPorts = ["ttyUSB1"]
        plug()
        #expect(await world.wait { world.ports.port("ttyUSB1")?.sent.contains("AT") == true })
        world.ports.port("ttyUSB1")?.say(speech)
        #expect(await world.reachesState(.registered))
        #expect(world.ports.port("ttyUSB1")?.sent.filter { $0 == "AT" }.count == 1)
        #expect(world.ports.port("ttyUSB1")?.isClosed == true)
        #expect(roles == ["ttyUSB0": .at, "ttyUSB1": nil, "ttyUSB2": .data])
    }

    @Test func oneThatIsBusyIsTriedAgain() async {
        world.ports.refusal = .busy
        world.surroundings.found = [PortHolder(processID: 812, command: "minicom")]
        plug()
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .portsBusy)
        world.ports.refusal = nil
        #expect(await world.reachesState(.registered))
    }

    @Test func withoutPortsItIsNotDriven() async {
        plug([])
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .notDriven)
        #expect(world.surroundings.adoptions.isEmpty, "nobody says that it has serial ports")
        for port in Story.ports { world.modem.feed(.portAdded(port)) }
        #expect(await world.reachesState(.registered))
    }

    @Test func aStickOfAnotherKindIsLeftToOthers() async {
        let cdma = ForeignStick(
            usbID: Self.stick.usbID, model: "AC2726", kind: .other(reason: "CDMA"), quirks: [.notOf3GPP])
        world.modem.feed(.attachedForeign(Self.device, cdma))
        for port in Story.ports { world.modem.feed(.portAdded(port)) }
        #expect(world.modem.snapshot.reason == .notDriven)
        await world.pass(.seconds(30))
        #expect(world.ports.opened.isEmpty)
        #expect(world.modem.snapshot.message.contains("CDMA"))
    }

    // MARK: Not even in the catalogue

    private static func unknown(vendor: UInt16 = 0x19d2) -> USBDevice {
        let device = Story.device(number: 6, product: 0xabcd, classes: [0xff, 0xff, 0xff])
        return USBDevice(
            identity: device.identity, usbID: USBID(vendor: vendor, product: 0xabcd), interfaces: device.interfaces,
            sysfsPath: device.sysfsPath, node: device.node)
    }

    private static func switched(to device: USBDevice) -> Modem.StateMachine {
        Modem.StateMachine(after: [
            .attachedStorage(Story.storage, Story.recipe), .switchPerformed, .detached(Story.storage.identity),
            .attachedUnknown(device),
        ])
    }

    @Test func anUnknownIdFromOurSwitchIsLookedInto() {
        var machine = Self.switched(to: Self.unknown())
        #expect(machine.state == .settling)
        for port in Story.ports.dropLast() { _ = machine.handle(.portAdded(port)) }
        #expect(machine.handle(.portAdded(Story.ports[2])).last == .probe(Story.ports, nil))
        _ = machine.handle(.probeFailed(.noAnswer))
        #expect(machine.reason == .unknownDevice)
    }

    @Test func oneThatAnsweredOnceIsAModemLikeOthers() {
        var machine = Self.switched(to: Self.unknown())
        for event in Story.ports.map({ Modem.StateMachine.Event.portAdded($0) }) + [.probed, .initialised] {
            _ = machine.handle(event)
        }
        for _ in 1...2 {
            _ = machine.handle(.portsSilent)
            _ = machine.handle(.probed)
        }
        _ = machine.handle(.portsSilent)
        #expect(machine.reason == .noAnswer)
    }

    @Test func aStickOfSomebodyElseIsNeverAsked() {
        #expect(Self.switched(to: Self.unknown(vendor: 0x12d1)).reason == .unknownDevice)
        // It was a modem, and what is there now was never switched by us.
        var machine = Modem.StateMachine()
        _ = machine.handle(.attachedModem(Story.modem, Story.map))
        _ = machine.handle(.attachedUnknown(Self.unknown()))
        #expect(machine.reason == .unknownDevice)
        #expect(machine.handle(.portAdded(Story.ports[0])) == [])
    }
}
