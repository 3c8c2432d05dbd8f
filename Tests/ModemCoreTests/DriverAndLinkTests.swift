import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// What is around the ports: the driver that makes them, those who hold them, the names that lead to them.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct DriverAndLinkTests {
    private let world = ScriptedWorld()
    private static let reference = USBID(vendor: 0x19d2, product: 0x0008)
    private static let map = PortMap(
        usbID: Story.map.usbID, model: "", roles: Story.map.roles, driverLike: reference)

    // MARK: The driver

    @Test func aDriverThatDoesNotKnowTheIdIsTold() async {
        world.surroundings.driverAnswers = [.adopted]
        world.plugModem(Self.map, ports: [])
        #expect(await world.wait { !world.surroundings.adoptions.isEmpty })
        #expect(world.surroundings.adoptions.first?.reference == Self.reference)
        for port in Story.ports { world.modem.feed(.portAdded(port)) }
        #expect(await world.reachesState(.registered))
        #expect(world.surroundings.adoptions.count == 1)
    }

    @Test func portsThatAppearInTimeAreNotTheDriversBusiness() async {
        #expect(await world.registers(Self.map))
        await world.pass(.seconds(60))
        #expect(world.surroundings.adoptions.isEmpty)
    }

    @Test(arguments: [
        (DriverAnswer.moduleMissing, "modprobe option"), (.unknownID, "does not know this id"),
        (.adopted, "unplug it"), (.refused("sysfs may not be written to"), "sysfs may not be written to"),
    ])
    func withoutPortsItSaysWhatTheDriverSaid(answer: DriverAnswer, words: String) async {
        world.surroundings.driverAnswers = [answer]
        world.plugModem(Self.map, ports: [])
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .noDriver)
        #expect(world.modem.snapshot.message.contains(words))
        await world.pass(.seconds(60))
        #expect(world.surroundings.adoptions.count == 1)
        // Somebody has loaded the module.
        for port in Story.ports { world.modem.feed(.portAdded(port)) }
        #expect(await world.reachesState(.registered))
        #expect(world.modem.snapshot.message == "")
    }

    // MARK: Who holds them

    @Test func whoHoldsThePortsIsNamed() async {
        world.ports.refusal = .busy
        world.surroundings.found = [PortHolder(processID: 812, command: "minicom")]
        world.plugModem()
        #expect(await world.reachesState(.failed))
        #expect(world.modem.snapshot.reason == .portsBusy)
        #expect(world.modem.snapshot.message.contains("minicom (process 812)"))
        // They change while it is tried again.
        world.surroundings.found = []
        #expect(await world.wait { world.modem.snapshot.message == StateReason.portsBusy.message })
        world.ports.refusal = nil
        #expect(await world.reachesState(.registered))
    }

    // MARK: Names

    @Test func namesLeadToThePortsOfTheStick() async throws {
        #expect(await world.registers())
        #expect(world.surroundings.links == ["1-1.2": LinkedPorts(at: "ttyUSB2", data: "ttyUSB0")])
        world.stick.answersOfPort["ttyUSB0"] = ["ATD*99***1#": "\r\nERROR\r\n"]
        #expect(try await world.connects())
        #expect(world.surroundings.links == ["1-1.2": LinkedPorts(at: "ttyUSB0", data: "ttyUSB2")])
    }

    @Test func theyStayWhileThePortsAreLent() async throws {
        #expect(await world.registers())
        try await world.modem.lendPorts(to: Holder(":1.1"))
        #expect(world.modem.snapshot.reason == .inhibited)
        #expect(!world.surroundings.links.isEmpty)
    }

    @Test func theyGoWithThePortsAndComeBackWithThem() async {
        #expect(await world.registers())
        for port in Story.ports { world.modem.feed(.portRemoved(port)) }
        #expect(world.surroundings.links.isEmpty)
        for port in world.ports.opened { port.hangUp() }
        for (index, port) in Story.ports.enumerated() {
            world.modem.feed(
                .portAdded(
                    TTYPort(
                        node: "ttyUSB\(index + 3)", interfaceNumber: port.interfaceNumber,
                        physicalPort: port.physicalPort, driver: port.driver, deviceNumber: port.deviceNumber + 3)))
        }
        #expect(await world.wait { !world.surroundings.links.isEmpty })
        #expect(world.surroundings.links == ["1-1.2": LinkedPorts(at: "ttyUSB5", data: "ttyUSB3")])
    }

    @Test func theyGoWithTheStick() async {
        #expect(await world.registers())
        world.modem.feed(.detached(Story.modem.identity))
        #expect(world.surroundings.links.isEmpty)
    }

    @Test func whatIsNoIMEINamesNothing() async {
        world.stick.answers["AT+CGSN"] = "\r\n../../../etc/x\r\n\r\nOK\r\n"
        #expect(await world.registers())
        #expect(world.surroundings.links.isEmpty)
    }
}
