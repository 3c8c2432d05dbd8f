import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Another program borrows the ports.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct InhibitTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private let borrower = Holder(":1.7")
    private let other = Holder(":1.8")

    private var areClosed: Bool { world.ports.opened.allSatisfy(\.isClosed) }

    private var hasLeft: Bool { world.changes.contains { if case .removed = $0 { true } else { false } } }

    @Test func nothingIsOpenOnceThePortsAreLent() async throws {
        #expect(await world.registers())
        try await modem.lendPorts(to: borrower)
        #expect(areClosed)
        let snapshot = modem.snapshot
        #expect(snapshot.state == .disabled)
        #expect(snapshot.reason == .inhibited)
        #expect(snapshot.network == nil)
        #expect(snapshot.sim == nil)
        #expect(snapshot.primaryPort == "")
        // The borrower wants to know them.
        #expect(snapshot.ports.map(\.node) == ["ttyUSB0", "ttyUSB1", "ttyUSB2"])
        let before = world.ports.opened.count
        await world.pass(.seconds(100))
        #expect(world.ports.opened.count == before)
    }

    @Test func whoNeedsThePortsIsTold() async throws {
        #expect(await world.registers())
        try await modem.lendPorts(to: borrower)
        let error = ModemError.wrongState(
            .disabled, needed: "another program has borrowed its ports, wait until it gives them back")
        await #expect(throws: error) { _ = try await modem.connect(ConnectSettings()) }
        await #expect(throws: error) { try await modem.enable(false) }
        await #expect(throws: error) { try await modem.reset(.modem) }
        await #expect(throws: error) { try await modem.register(with: nil) }
        await #expect(throws: error) { try await modem.setNetworkMode(.auto) }
        await #expect(throws: ModemError.self) { try await modem.sendPIN(PIN("1234")) }
        try await modem.switchMode()
        try await modem.disconnect()
        #expect(areClosed)
    }

    @Test(arguments: [true, false]) func itEndsWithItsHolder(isAsked: Bool) async throws {
        #expect(await world.registers())
        try await modem.lendPorts(to: borrower)
        if isAsked { try await modem.takeBackPorts(from: borrower) } else { modem.holderLeft(borrower) }
        #expect(modem.snapshot.state == .probing)
        #expect(await world.reachesState(.registered))
        // Nobody holds anything that could end again.
        modem.holderLeft(borrower)
        try await modem.takeBackPorts(from: borrower)
        #expect(modem.snapshot.state == .registered)
    }

    @Test func onlyOneHasThem() async throws {
        #expect(await world.registers())
        try await modem.lendPorts(to: borrower)
        try await modem.lendPorts(to: borrower)
        await #expect(throws: ModemError.lentToAnother) { try await modem.lendPorts(to: other) }
        await #expect(throws: ModemError.lentToAnother) { try await modem.takeBackPorts(from: other) }
        modem.holderLeft(other)
        #expect(modem.snapshot.reason == .inhibited)
    }

    @Test func aCallIsNotTakenItsPorts() async throws {
        #expect(await world.registers())
        #expect(try await world.connects())
        await #expect(throws: ModemError.wrongState(.connected, needed: "disconnect first")) {
            try await modem.lendPorts(to: borrower)
        }
        #expect(modem.snapshot.state == .connected)
        #expect(world.calls.current?.hangUps == 0)
    }

    @Test func aCommandUnderWayIsNotTakenItsAnswer() async {
        #expect(await world.registers())
        world.stick.mute.insert("AT+COPS=0")
        let waiting = Task { try await modem.register(with: nil) }
        #expect(await world.wait { world.stick.log.contains("AT+COPS=0") })
        await #expect(throws: ModemError.self) { try await modem.lendPorts(to: borrower) }
        #expect(modem.snapshot.state == .registered)
        _ = await waiting.result
    }

    @Test func itEndsWithTheStick() async throws {
        #expect(await world.registers())
        try await modem.lendPorts(to: borrower)
        modem.feed(.detached(Story.modem.identity))
        #expect(hasLeft)
        await #expect(throws: ModemError.deviceGone) { try await modem.lendPorts(to: borrower) }
    }

    @Test func aBorrowerThatLeavesBeforeItHasThemChangesNothing() async throws {
        #expect(await world.registers())
        let inhibit = Task { try await modem.lendPorts(to: borrower) }
        #expect(await world.wait { modem.snapshot.reason == .inhibited })
        modem.holderLeft(borrower)
        _ = await inhibit.result
        #expect(await world.reachesState(.registered))
    }

    @Test func portsThatFailForAnotherReasonAreLentToo() async throws {
        world.stick.silentPorts = ["ttyUSB0", "ttyUSB2"]
        world.plugModem()
        #expect(await world.reachesState(.failed))
        try await modem.lendPorts(to: borrower)
        #expect(areClosed)
        world.stick.silentPorts = []
        modem.holderLeft(borrower)
        #expect(await world.reachesState(.registered))
    }

    @Test func whoIsStillProbedIsLentAsWell() async throws {
        world.stick.silentPorts = ["ttyUSB0", "ttyUSB2"]
        world.plugModem()
        #expect(await world.reachesState(.probing))
        try await modem.lendPorts(to: borrower)
        #expect(areClosed)
        await world.pass(.seconds(60))
        #expect(modem.snapshot.reason == .inhibited)
    }

    @Test func aRadioThatWasOffIsOffAfterwards() async throws {
        #expect(await world.registers())
        world.stick.answers["AT+CFUN=4"] = "\r\nOK\r\n"
        world.stick.answers["AT+CFUN?"] = "\r\n+CFUN: 4\r\n\r\nOK\r\n"
        try await modem.enable(false)
        try await modem.lendPorts(to: borrower)
        modem.holderLeft(borrower)
        #expect(await world.wait { modem.snapshot.reason == .radioOff })
    }

    @Test func aCDRomHasNoPorts() async {
        modem.feed(.attachedStorage(Story.storage, Story.recipe))
        await #expect(throws: ModemError.wrongState(.switching, needed: "wait until it is a modem")) {
            try await modem.lendPorts(to: borrower)
        }
    }
}
