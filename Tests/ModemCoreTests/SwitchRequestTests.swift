import DeviceCatalog
import EventLoop
import ModemCore
import TestSupport
import Testing

@testable import ModemCore

/// Both ways of the switch, on request: the machine of the stick.
struct SwitchRequestTests {
    private typealias Machine = Modem.StateMachine
    private static let toStorage = Machine.Request.switch(Story.options(target: "storage"))
    private static let disc = Story.device(number: 7, product: 0x2000, classes: [USBInterface.massStorage])

    /// Registered, and on its way back.
    private static var returning: Machine {
        var machine = Machine(after: Machine.registered)
        _ = machine.request(toStorage)
        return machine
    }

    @Test func backToStorageEverythingIsClosedFirst() {
        var machine = Machine(after: Machine.registered)
        let (admission, actions) = machine.request(Self.toStorage)
        #expect(admission == .wait)
        #expect(
            actions == [
                .release, .stop(.settle), .stop(.retry), .start(.switchBack, .seconds(15)),
                .returnToStorage(.reset, Story.modem),
            ])
        #expect((machine.state, machine.reason) == (.switching, .requested))
    }

    @Test func aCDROMThatWasAskedForIsNotSwitchedByItself() {
        var machine = Self.returning
        _ = machine.handle(.returnNotPerformed(.reset, .gone))
        #expect(machine.handle(.detached(Story.modem.identity)) == [.start(.switchBack, .seconds(20))])
        #expect(
            machine.handle(.attachedStorage(Self.disc, Story.recipe)) == [.stop(.switchBack), .answer(.switch, nil)])
        #expect((machine.state, machine.reason) == (.storage, .requested))
        #expect(machine.handle(.attachedStorage(Self.disc, Story.recipe)) == [])
        #expect(machine.requesting(Self.toStorage).0 == .done)
        // Until somebody asks for the modem, or it is plugged in anew.
        #expect(
            machine.requesting(.switch(.plain)).1.contains(.performSwitch(.eject(message: nil), Self.disc)))
        #expect(machine.requesting(.connect(ConnectSettings())).0 == .wait)
        #expect(machine.handle(.detached(Self.disc.identity)).last == .leave)
    }

    @Test func aStickWithoutAWayBackIsAModemAgainAndTheCallerIsToldWhy() {
        var machine = Self.returning
        _ = machine.handle(.returnPerformed(.reset))
        #expect(machine.handle(.expired(.switchBack)).last == .returnToStorage(.reauthorisation, Story.modem))
        _ = machine.handle(.returnPerformed(.reauthorisation))
        let actions = machine.handle(.expired(.switchBack))
        #expect(actions.contains(.answer(.switch, .switchFailed(.noWayBack))))
        #expect((machine.state, machine.reason) == (.probing, .none) || machine.reason == .noWayBack)
    }

    @Test func whatComesBackAsAModemTwiceHasNoWayBack() {
        var machine = Self.returning
        let (first, second) = (modem(number: 8), modem(number: 9))
        _ = machine.handle(.detached(Story.modem.identity))
        #expect(machine.handle(.attachedModem(first, Story.map)).last == .returnToStorage(.reauthorisation, first))
        _ = machine.handle(.detached(first.identity))
        #expect(
            machine.handle(.attachedModem(second, Story.map)) == [
                .stop(.switchBack), .answer(.switch, .switchFailed(.noWayBack)), .start(.settle, .seconds(10)),
            ])
        #expect((machine.state, machine.reason) == (.settling, .noWayBack))
        _ = Story.ports.map { machine.handle(.portAdded($0)) }
        #expect((machine.state, machine.reason) == (.probing, .none))
    }

    @Test func whatDoesNotComeBackIsShownAsFailedAndLeaves() {
        var machine = Self.returning
        _ = machine.handle(.detached(Story.modem.identity))
        let actions = machine.handle(.expired(.switchBack))
        #expect(actions == [.stop(.switchBack), .answer(.switch, .switchFailed(.switchNoReturn)), .leave])
        #expect((machine.state, machine.reason) == (.failed, .switchNoReturn))
    }

    @Test func aConnectionAndBorrowedPortsComeFirst() {
        let dialling = Machine.registered
        var machine = Machine(after: dialling)
        _ = machine.request(.connect(ConnectSettings()))
        let inCall = ModemError.wrongState(.connecting, needed: "disconnect first")
        #expect(machine.requesting(Self.toStorage).0 == .refused(inCall))
        _ = machine.handle(.callUp)
        #expect(machine.requesting(Self.toStorage).0 == .refused(.wrongState(.connected, needed: "disconnect first")))

        machine = Machine(after: dialling)
        _ = machine.request(.inhibit(Holder(":1.7")))
        _ = machine.handle(.lent)
        #expect(machine.requesting(Self.toStorage).0 == .refused(machine.portsAreLent))
        machine = Machine(after: dialling)
        _ = machine.request(.enable(false))
        #expect(
            machine.requesting(Self.toStorage).0 == .refused(.wrongState(.registered, needed: Machine.changeComesFirst))
        )
    }

    @Test func oneDirectionAtATime() {
        var machine = Self.returning
        #expect(machine.requesting(.switch(.plain)).0 == .refused(.inProgress))
        #expect(machine.requesting(Self.toStorage).0 == .wait)
        #expect(machine.requesting(.inhibit(Holder(":1.7"))).0 != .wait)
        let comesFirst = ModemError.wrongState(.switching, needed: Machine.returnComesFirst)
        #expect(machine.requesting(.connect(ConnectSettings())).0 == .refused(comesFirst))
        machine = Machine(after: [.attachedStorage(Story.storage, Story.recipe)])
        #expect(machine.requesting(Self.toStorage).0 == .refused(.inProgress))
        #expect(machine.requesting(.switch(Story.options(method: "eject"))).0 == .refused(.inProgress))
    }

    // MARK: Left a CD-ROM

    @Test func whatIsNotSwitchedByItselfWaitsForAWish() {
        var machine = Machine()
        #expect(machine.handle(.attachedStorage(Story.storage, Story.leftRecipe)) == [.stop(.comeback)])
        #expect((machine.state, machine.reason) == (.storage, .autoSwitchOff))
        for request in [Machine.Request.switch(.plain), .connect(ConnectSettings())] {
            let (admission, actions) = machine.requesting(request)
            #expect(admission == .wait)
            #expect(actions.contains(.performSwitch(.eject(message: nil), Story.storage)))
        }
        #expect(machine.requesting(.disconnect).0 == .done)
        #expect(machine.handle(.detached(Story.storage.identity)).last == .leave)
    }

    @Test func whatWasToldToStartAnewIsAModemAgain() {
        var machine = Machine(after: [.attachedModem(Story.modem, Story.map)])
        _ = machine.restartTaken()
        _ = machine.handle(.detached(Story.modem.identity))
        #expect(machine.handle(.attachedStorage(Story.storage, Story.leftRecipe)).count > 1)
        #expect(machine.state == .switching)
    }

    // MARK: One method

    @Test func oneMethodIsTriedAgainAndAgain() {
        var machine = Machine(after: [.attachedStorage(Story.storage, Story.leftRecipe)])
        let (admission, actions) = machine.request(.switch(Story.options(method: "driver-release")))
        #expect(admission == .wait)
        #expect(actions.last == .performSwitch(.driverRelease, Story.storage))
        for _ in 1...2 {
            _ = machine.handle(.switchPerformed)
            #expect(machine.handle(.expired(.switchDeparture)).last == .performSwitch(.driverRelease, Story.storage))
        }
        _ = machine.handle(.switchPerformed)
        #expect(
            machine.handle(.expired(.switchDeparture)).contains(.answer(.switch, .switchFailed(.switchIgnored))))
        #expect(machine.lastSwitch?.attempts == 3)
    }

    @Test func aMessageNobodyKnowsIsAClearNo() {
        let machine = Machine(after: [.attachedStorage(Story.storage, Story.leftRecipe)])
        let (admission, actions) = machine.requesting(.switch(Story.options(method: "message")))
        #expect(admission == .refused(.noMessageKnown))
        #expect(actions.isEmpty)
    }

    private func modem(number: UInt16) -> USBDevice {
        Story.device(number: number, product: 0x0001, classes: [0xff, 0xff, 0xff])
    }
}

/// The same with a stick that answers, and a machine around it.
@Suite(.eventLoop, .endsWhenItHangs) @LoopActor struct SwitchOverTests {
    private let world = ScriptedWorld()
    private var modem: Modem { world.modem }
    private static let disc = Story.device(number: 7, product: 0x2000, classes: [USBInterface.massStorage])

    @Test func thereAndBackAgain() async throws {
        #expect(await world.registers())
        let back = Task { try await modem.switchMode(Story.options(target: "storage")) }
        #expect(await world.wait { world.usb.ways == [.reset] })
        #expect(world.ports.opened.allSatisfy { $0.isClosed }, "nothing is open when the stick is reset")
        modem.feed(.detached(Story.modem.identity))
        modem.feed(.attachedStorage(Self.disc, Story.recipe))
        try await back.value
        #expect((modem.snapshot.state, modem.snapshot.mode) == (.storage, .storage))
        #expect(modem.snapshot.sim == nil && modem.snapshot.network == nil)
        await world.pass(.seconds(60))
        #expect(world.storage.handles.isEmpty, "nobody switches it")
        let there = Task { try await modem.switchMode() }
        #expect(await world.wait { !world.storage.handles.isEmpty })
        modem.feed(.detached(Self.disc.identity))
        world.plugModem()
        try await there.value
        #expect(await world.reachesState(.registered))
    }

    @Test func aStickThatStaysAModemGoesOn() async throws {
        #expect(await world.registers())
        await #expect(throws: ModemError.switchFailed(.noWayBack)) {
            try await modem.switchMode(Story.options(target: "storage"))
        }
        #expect(world.usb.ways == [.reset, .reauthorisation])
        #expect(await world.reachesState(.registered))
    }

    @Test func aNodeThatMayNotBeOpenedIsNamed() async throws {
        #expect(await world.registers())
        world.usb.refusals = [.reset: .accessDenied, .reauthorisation: .accessDenied]
        await #expect(throws: ModemError.switchFailed(.usbAccess)) {
            try await modem.switchMode(Story.options(target: "storage"))
        }
    }

    // MARK: Mounted

    @Test func aMountedCDROMIsLeftAloneUnlessForced() async throws {
        world.usb.places = ["/media/cdrom"]
        modem.feed(.attachedStorage(Story.storage, Story.leftRecipe))
        await #expect(throws: ModemError.mounted("/media/cdrom")) { try await modem.switchMode() }
        await #expect(throws: ModemError.mounted("/media/cdrom")) { try await modem.connect(ConnectSettings()) }
        #expect(modem.snapshot.state == .storage)
        let forced = Task { try await modem.switchMode(Story.options(isForced: true)) }
        #expect(await world.reachesState(.switching))
        modem.feed(.detached(Story.storage.identity))
        modem.feed(.attachedModem(Story.modem, Story.map))
        try await forced.value
    }

    @Test func whoWaitsForASwitchUnderWayIsNotAsked() async throws {
        world.usb.places = ["/media/cdrom"]
        modem.feed(.attachedStorage(Story.storage, Story.recipe))
        let waiting = Task { try await modem.switchMode() }
        #expect(await world.wait { !world.storage.handles.isEmpty })
        modem.feed(.detached(Story.storage.identity))
        modem.feed(.attachedModem(Story.modem, Story.map))
        try await waiting.value
    }

    // MARK: The CD-ROM itself

    private nonisolated static let done = "Close autorun state result(0:FAIL 1:SUCCESS):1|OK"
    private nonisolated static let refused = "Close autorun state result(0:FAIL 1:SUCCESS):0|OK"

    @Test func theCDROMCanBeTurnedOffForGood() async throws {
        #expect(await world.registers())
        world.stick.says(Self.done, to: "AT+ZCDRUN=8")
        world.stick.says("Inquiry autorun open state result(0:NO 1:YES):0|OK", to: "AT+ZCDRUN=4")
        try await modem.switchMode(Story.options(cdROM: "off"))
        #expect(world.stick.log.contains("AT+ZCDRUN=8"))
        #expect(modem.snapshot.state == .registered)
    }

    @Test(arguments: [(refused, "1"), (done, "1")]) func aStickThatKeepsItSaysSo(answer: String, now: String)
        async throws
    {
        #expect(await world.registers())
        world.stick.says(answer, to: "AT+ZCDRUN=8")
        world.stick.says("Inquiry autorun open state result(0:NO 1:YES):\(now)|OK", to: "AT+ZCDRUN=4")
        let kept = ModemError.commandFailed("Turning the CD-ROM off was refused by the stick, which keeps it as it was")
        await #expect(throws: kept) { try await modem.switchMode(Story.options(cdROM: "off")) }
    }

    @Test(arguments: ["ERROR", "unknown|OK"]) func aFirmwareWithoutItIsNamed(answer: String) async throws {
        #expect(await world.registers())
        world.stick.says(answer, to: "AT+ZCDRUN=9")
        let unknown = ModemError.notSupported(
            "Turning the CD-ROM on is not known to the firmware of this stick, which stays as it is")
        await #expect(throws: unknown) { try await modem.switchMode(Story.options(cdROM: "on")) }
    }

    @Test func itTakesAModem() async throws {
        modem.feed(.attachedStorage(Story.storage, Story.leftRecipe))
        await #expect(throws: ModemError.wrongState(.storage, needed: "switch it to a modem first")) {
            try await modem.switchMode(Story.options(cdROM: "off"))
        }
    }
}

/// What a caller may ask for.
struct SwitchOptionsTests {
    @Test func nothingSaidIsAModemByAnyMethod() throws {
        #expect(try SwitchOptions() == .plain)
        #expect(SwitchOptions.plain.target == .modem && SwitchOptions.plain.method == nil)
    }

    @Test func everyWordReachesItsPlace() throws {
        #expect(try SwitchOptions(method: "driver-release").method == .driverRelease)
        #expect(try SwitchOptions(target: "storage", cdROM: "on").cdROM == .on)
        #expect(try SwitchOptions(isForced: true).isForced)
    }

    @Test(
        arguments: [
            ("disc", nil, nil, "target"), ("", nil, nil, "target"), (nil, "rain dance", nil, "method"),
            (nil, nil, "maybe", "cd-rom"), ("storage", "eject", nil, "method"), (nil, "eject", "off", "method"),
            ("storage", nil, "off", "cd-rom"),
        ] as [(String?, String?, String?, String)])
    func whatIsNotAllowedIsNamed(target: String?, method: String?, cdROM: String?, name: String) {
        let error = #expect(throws: InvalidValue.self) {
            try SwitchOptions(target: target, method: method, cdROM: cdROM)
        }
        #expect(error?.name == name)
    }
}
