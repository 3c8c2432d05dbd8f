import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// A dialogue with the network through a stick.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct USSDSessionTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let anna = Holder(":1.1")
    private static let plain = "AT+CUSD=1,\"*100#\",15"
    private static let packed = "AT+CUSD=1,\"AA180C3602\",15"
    private static let wide = "AT+CUSD=1,\"002A0031003000300023\",15"
    private static let end = "AT+CUSD=2"

    private func ready() async -> Bool {
        world.stick.answers["AT+CSCS=\"GSM\""] = "\r\nOK\r\n"
        world.stick.answers["AT+CSCS=\"UCS2\""] = "\r\nOK\r\n"
        world.stick.answers[Self.end] = "\r\nOK\r\n"
        return await world.registers()
    }

    private func ask() async throws -> String {
        try await modem.initiateUSSD(try USSDCode("*100#"), for: Self.anna)
    }

    @Test func theAnswerMayComeBeforeTheReply() async throws {
        #expect(await ready())
        world.stick.answers[Self.plain] = "\r\n+CUSD: 0,\"first\",15\r\n\r\nOK\r\n"
        #expect(try await ask() == "first")
        #expect(modem.snapshot.ussd == .idle)
    }

    @Test func aStickThatWantsUTF16IsToldSoOnlyAsLongAsNeeded() async throws {
        #expect(await ready())
        world.stick.answers[Self.wide] = "\r\nOK\r\n\r\n+CUSD: 0,\"00480069\",72\r\n"
        #expect(try await ask() == "Hi")
        // Names of networks are read in letters again.
        #expect(await world.wait { world.stick.log.last { $0.hasPrefix("AT+CSCS") } == "AT+CSCS=\"GSM\"" })
        // It is not asked in another form any more.
        #expect(try await ask() == "Hi")
        #expect(world.stick.log.count { $0 == Self.plain } == 1)
        #expect(world.stick.log.count { $0 == Self.packed } == 1)
    }

    @Test func anotherStickIsAskedAnew() async throws {
        #expect(await ready())
        world.stick.answers[Self.packed] = "\r\nOK\r\n\r\n+CUSD: 0\r\n"
        _ = try await ask()
        modem.feed(.detached(Story.modem.identity))
        #expect(await world.registers())
        _ = try await ask()
        #expect(world.stick.log.count { $0 == Self.plain } == 2)
    }

    @Test func nobodyWaitsLongerThanTwoMinutes() async throws {
        #expect(await ready())
        world.stick.answers[Self.plain] = "\r\nOK\r\n"
        let start = world.clock.now
        await #expect(throws: ModemError.timedOut("The answer of the network")) { try await ask() }
        #expect((.seconds(119) ... .seconds(122)).contains(start.duration(to: world.clock.now)))
        #expect(await world.wait { world.stick.log.contains(Self.end) })
    }

    @Test func aMenuThatIsNotAnsweredIsEnded() async throws {
        #expect(await ready())
        world.stick.answers[Self.plain] = "\r\nOK\r\n\r\n+CUSD: 1,\"1 or 2?\",15\r\n"
        #expect(try await ask() == "1 or 2?")
        #expect(modem.snapshot.ussd == .userResponse)
        #expect(await world.wait(atMost: .seconds(125)) { world.stick.log.contains(Self.end) })
        #expect(modem.snapshot.ussd == .idle)
    }

    @Test func whoGivesUpEndsItAtTheStick() async throws {
        #expect(await ready())
        world.stick.answers[Self.plain] = "\r\nOK\r\n"
        let asking = Task { try await ask() }
        #expect(await world.wait { modem.snapshot.ussd == .active && world.stick.log.contains(Self.plain) })
        asking.cancel()
        await #expect(throws: ModemError.aborted) { try await asking.value }
        #expect(await world.wait { world.stick.log.contains(Self.end) })
        // The next one begins after that.
        world.stick.answers[Self.plain] = "\r\nOK\r\n\r\n+CUSD: 0,\"again\",15\r\n"
        #expect(try await ask() == "again")
    }

    @Test func theHolderThatLeavesTakesItsMenuAlong() async throws {
        #expect(await ready())
        world.stick.answers[Self.plain] = "\r\nOK\r\n\r\n+CUSD: 1,\"1 or 2?\",15\r\n"
        _ = try await ask()
        modem.holderLeft(Holder(":1.2"))
        #expect(modem.snapshot.ussd == .userResponse)
        modem.holderLeft(Self.anna)
        #expect(modem.snapshot.ussd == .idle)
        #expect(await world.wait { world.stick.log.contains(Self.end) })
    }

    @Test func aQuestionNobodyAskedForIsEnded() async throws {
        #expect(await ready())
        world.ports.opened.last { !$0.isClosed }?.say("\r\n+CUSD: 1,\"Who are you?\",15\r\n")
        world.ports.opened.first { !$0.isClosed }?.say("\r\n+CUSD: 1,\"Who are you?\",15\r\n")
        #expect(await world.wait { world.stick.log.contains(Self.end) })
    }

    @Test func duringACallOverTheOnlyPortThereIsNone() async throws {
        world.stick.answers["AT+CSCS=\"GSM\""] = "\r\nOK\r\n"
        let shared = PortMap(usbID: Story.map.usbID, model: "MF110", roles: [0: .data])
        #expect(await world.registers(shared, ports: [Story.port(0)]))
        #expect(try await world.connects())
        await #expect(throws: ModemError.wrongState(.connected, needed: "disconnect first")) { try await ask() }
    }

    @Test func outsideOfANetworkNobodyAnswers() async throws {
        await #expect(throws: ModemError.self) { try await ask() }
    }
}
