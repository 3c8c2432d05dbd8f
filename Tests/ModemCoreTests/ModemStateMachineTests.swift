import DeviceCatalog
import ModemCore
import Testing

@testable import ModemCore

struct ModemStateMachineTests {
    private typealias Machine = Modem.StateMachine

    @Test func aStickThatWorkedAndIsLookedAtAgainIsNotExpectedBack() {
        var machine = Machine(after: Machine.registered + [.portRemoved(Story.ports[0]), .portsSilent])
        #expect(machine.state == .settling)
        #expect(machine.handle(.detached(Story.modem.identity)).last == .leave)
        // One that has just come may still think better of it.
        machine = Machine(after: Machine.switched)
        #expect(machine.handle(.detached(Story.modem.identity)).last == .start(.comeback, .seconds(40)))
    }

    @Test func theWayFromPlugToRegistered() {
        var machine = Machine()
        #expect(
            machine.handle(.attachedStorage(Story.storage, Story.recipe)) == [
                .stop(.comeback),
                .start(.switchTotal, .seconds(45)), .stop(.switchDeparture),
                .performSwitch(.eject(message: nil), Story.storage),
            ])
        #expect(machine.state == .switching)
        #expect(machine.handle(.switchPerformed) == [.start(.switchDeparture, .seconds(3))])
        #expect(machine.handle(.detached(Story.storage.identity)).contains(.letGo))
        #expect(machine.handle(.attachedModem(Story.modem, Story.map)).last == .start(.settle, .seconds(10)))
        #expect(machine.state == .settling)
        #expect(machine.handle(.portAdded(Story.ports[2])) == [])
        #expect(machine.handle(.portAdded(Story.ports[0])).last == .probe([Story.ports[0], Story.ports[2]], Story.map))
        #expect(machine.state == .probing)
        #expect(machine.handle(.probed) == [.initialise])
        #expect(machine.handle(.initialised) == [])
        #expect(machine.state == .searching)
        #expect(machine.handle(.registration(.home)) == [])
        #expect(machine.state == .registered)
    }

    @Test func theDiagnosticsPortIsNeverProbed() {
        var machine = Machine(after: Machine.switched)
        let actions = Story.ports.flatMap { machine.handle(.portAdded($0)) }
        let probed = actions.flatMap { action -> [TTYPort] in
            if case .probe(let ports, _) = action { ports } else { [] }
        }
        #expect(probed.map(\.interfaceNumber) == [0, 2])
    }

    @Test func aStickThatIsAlreadyAModemIsProbedAtOnce() {
        var machine = Machine()
        _ = machine.handle(.attachedModem(Story.modem, Story.map))
        #expect(machine.state == .settling)
        let (admission, actions) = machine.request(.switch(.plain))
        #expect(admission == .done)
        #expect(actions.isEmpty)
    }

    @Test func portsThatNeverAppearAreADriverProblemThatHealsWhenTheyDo() {
        var machine = Machine(after: Machine.switched)
        #expect(machine.handle(.expired(.settle)).last == .askDriver(Story.map.usbID, like: nil))
        #expect(machine.state == .settling)
        _ = machine.handle(.driverAnswered(.moduleMissing))
        #expect(machine.state == .failed)
        #expect(machine.reason == .noDriver)
        _ = machine.handle(.portAdded(Story.ports[0]))
        #expect(machine.state == .settling)
    }

    @Test func onePortOfTwoIsEnoughAfterTheWait() {
        var machine = Machine(after: Machine.switched + [.portAdded(Story.ports[2])])
        #expect(machine.handle(.expired(.settle)).last == .probe([Story.ports[2]], Story.map))
    }

    @Test func aStickThatIgnoresTheSwitchFailsAndAReplugStartsAfresh() {
        var machine = Machine(after: [.attachedStorage(Story.storage, Story.recipe)])
        for _ in 1...3 {
            _ = machine.handle(.switchPerformed)
            _ = machine.handle(.expired(.switchDeparture))
        }
        #expect(machine.state == .failed)
        #expect(machine.reason == .switchIgnored)
        #expect(machine.handle(.detached(Story.storage.identity)).last == .leave)
        #expect(machine.isGone)
    }

    @Test(arguments: [Modem.StateMachine.Timer.comeback, .switchTotal])
    func aStickThatNeverReturnsIsShownAsFailedBeforeItLeaves(timer: Modem.StateMachine.Timer) {
        var machine = Machine(after: [.attachedStorage(Story.storage, Story.recipe), .switchPerformed])
        #expect(machine.handle(.detached(Story.storage.identity)).contains(.start(.comeback, .seconds(40))))
        #expect(machine.handle(.expired(timer)).last == .leave)
        #expect(machine.state == .failed)
        #expect(machine.reason == .switchNoReturn)
    }

    @Test func askingAFailedStickToSwitchTriesAgain() {
        var machine = Machine(after: [
            .attachedStorage(Story.storage, Story.recipe), .switchNotPerformed(.accessDenied),
        ])
        #expect(machine.reason == .usbAccess)
        let (admission, actions) = machine.request(.switch(.plain))
        #expect(admission == .wait)
        #expect(actions.contains(.performSwitch(.eject(message: nil), Story.storage)))
    }

    @Test func connectOnACdRomSwitchesFirstAndDialsWhenRegistered() {
        var machine = Machine(after: [.attachedStorage(Story.storage, Story.recipe)])
        let settings = ConnectSettings()
        #expect(machine.request(.connect(settings)).0 == .wait)
        for event in Machine.registered.dropFirst() where event != .registration(.home) { _ = machine.handle(event) }
        #expect(machine.handle(.registration(.home)) == [.stop(.registration), .dial(settings)])
        #expect(machine.state == .connecting)
        #expect(machine.handle(.callUp) == [.answer(.connect, nil)])
        #expect(machine.state == .connected)
    }

    @Test func aLockedSimRefusesTheCallUnlessItsPinCame() throws {
        var machine = Machine(after: Machine.enabling + [.locked(.simPin)])
        #expect(machine.state == .locked)
        #expect(machine.requesting(.connect(ConnectSettings())).0 == .refused(.simLocked(.simPin)))
        let pin = try PIN("1234")
        #expect(machine.request(.connect(ConnectSettings(pin: pin))).1.last == .enterPIN(pin))
        #expect(machine.handle(.pinAccepted) == [.initialise])
        #expect(machine.wantedCall?.pin == nil)
    }

    @Test func aRefusedPinIsNotSentAgain() throws {
        var machine = Machine(after: Machine.enabling + [.locked(.simPin)])
        _ = machine.request(.connect(ConnectSettings(pin: try PIN("1234"))))
        #expect(machine.handle(.pinRefused) == [.stop(.registration), .answer(.connect, .wrongPIN)])
        #expect(machine.handle(.locked(.simPin)) == [])
    }

    @Test func aBlockedSimNeverGetsThePin() throws {
        let machine = Machine(after: Machine.enabling + [.locked(.simPuk)])
        let (admission, actions) = machine.requesting(.connect(ConnectSettings(pin: try PIN("1234"))))
        #expect(admission == .refused(.simLocked(.simPuk)))
        #expect(actions.isEmpty)
    }

    @Test func aCallOutlivesItsRegistration() {
        var machine = Machine(after: Machine.registered)
        _ = machine.request(.connect(ConnectSettings()))
        _ = machine.handle(.callUp)
        #expect(machine.handle(.registration(.searching)) == [])
        #expect(machine.state == .connected)
        #expect(machine.handle(.callEnded(.hangUp)) == [])
        #expect(machine.state == .searching)
    }

    @Test func disconnectEndsTheWishForACall() {
        var machine = Machine(after: Machine.enabling)
        _ = machine.request(.connect(ConnectSettings()))
        let (admission, actions) = machine.request(.disconnect)
        #expect(admission == .done)
        #expect(actions == [.stop(.registration), .answer(.connect, .aborted)])
        #expect(machine.wantedCall == nil)
    }

    @Test func disconnectWhileDialling() {
        var machine = Machine(after: Machine.registered)
        _ = machine.request(.connect(ConnectSettings()))
        #expect(machine.request(.disconnect).1 == [.hangUp])
        #expect(machine.handle(.dialFailed(.aborted)) == [.answer(.connect, .aborted), .answer(.disconnect, nil)])
        #expect(machine.state == .registered)
    }

    @Test func aSecondConnectIsRefusedWhileOneIsUnderWay() {
        var machine = Machine(after: Machine.registered)
        _ = machine.request(.connect(ConnectSettings()))
        #expect(machine.requesting(.connect(ConnectSettings())).0 == .refused(.inProgress))
        _ = machine.handle(.callUp)
        #expect(
            machine.requesting(.connect(ConnectSettings())).0
                == .refused(.wrongState(.connected, needed: "disconnect first")))
    }

    @Test func roamingNeedsPermission() {
        var machine = Machine(after: Machine.registered + [.registration(.roaming)])
        #expect(
            machine.request(.connect(ConnectSettings(allowRoaming: false))).1.last
                == .answer(.connect, .roamingNotAllowed))
    }

    @Test(arguments: [Modem.StateMachine.probing, Modem.StateMachine.enabling, Modem.StateMachine.registered])
    func unplugAnswersEverybodyAndLeaves(events: [Modem.StateMachine.Event]) {
        var machine = Machine(after: events)
        _ = machine.request(.connect(ConnectSettings()))
        let actions = machine.handle(.detached(Story.modem.identity))
        #expect(actions.first == .release)
        #expect(actions.contains(.answer(.connect, .deviceGone)))
        #expect(actions.last == .leave)
    }

    @Test(arguments: [StateReason.noAnswer, .portsBusy, .portsAccess, .outOfResources])
    func portsThatFailedAreTriedAgainWithoutANewState(reason: StateReason) {
        var machine = Machine(after: Machine.probing)
        #expect(machine.handle(.probeFailed(reason)).contains(.start(.retry, .seconds(10))))
        let candidates = Story.ports.filter { $0.interfaceNumber != 1 }
        #expect(machine.handle(.expired(.retry)) == [.probe(candidates, Story.map)])
        #expect(machine.state == .failed)
        #expect(machine.handle(.probed) == [.stop(.retry), .initialise])
        #expect(machine.state == .enabling)
    }

    @Test func aMissingSimIsNoReasonToTryThePorts() {
        var machine = Machine(after: Machine.enabling)
        #expect(!machine.handle(.initialiseFailed(.simMissing)).contains(.start(.retry, .seconds(10))))
        #expect(machine.handle(.expired(.retry)) == [])
        #expect(machine.handle(.probed) == [])
    }

    @Test func theThirdSilenceInARowIsAFailure() {
        var machine = Machine(after: Machine.registered)
        for _ in 1...2 {
            #expect(machine.handle(.portsSilent).first == .release)
            #expect(machine.state == .probing)
            _ = machine.handle(.probed)
        }
        _ = machine.handle(.portsAnswer)
        for _ in 1...2 {
            _ = machine.handle(.portsSilent)
            _ = machine.handle(.probed)
        }
        _ = machine.handle(.portsSilent)
        #expect(machine.state == .failed)
        #expect(machine.reason == .noAnswer)
    }

    @Test func aSilentPortIsNoReasonToEndACall() {
        var machine = Machine(after: Machine.registered)
        _ = machine.request(.connect(ConnectSettings()))
        _ = machine.handle(.callUp)
        #expect(machine.handle(.portsSilent) == [])
        #expect(machine.reason == .controlSilent)
        #expect(machine.handle(.portsAnswer) == [])
        #expect(machine.reason == .none)
        _ = machine.handle(.portsSilent)
        #expect(machine.handle(.callEnded(.hangUp)).contains(.probe(machine.candidates, Story.map)))
    }

    @Test func aStickThatStartsAnewIsReadAnew() {
        var machine = Machine(after: Machine.registered)
        #expect(machine.handle(.restarted) == [.initialise])
        #expect(machine.state == .enabling)
        machine = Machine(after: Machine.enabling)
        #expect(machine.handle(.restarted) == [])
    }

    @Test func aLateRemovalOfAnEarlierPresenceChangesNothing() {
        var machine = Machine(after: Machine.registered)
        #expect(machine.handle(.detached(Story.storage.identity)) == [])
        #expect(machine.state == .registered)
    }

    @Test func theSameAdditionTwiceChangesNothing() {
        var machine = Machine(after: Machine.registered)
        #expect(machine.handle(.attachedModem(Story.modem, Story.map)) == [])
        #expect(machine.handle(.portAdded(Story.ports[0])) == [])
        #expect(machine.state == .registered)
    }

    @Test func aStickThatDoesNotComeBackWhileSettlingLeavesAfterFortySeconds() {
        var machine = Machine(after: Machine.switched)
        #expect(machine.handle(.detached(Story.modem.identity)).contains(.start(.comeback, .seconds(40))))
        #expect(machine.state == .settling)
        #expect(machine.handle(.expired(.comeback)).last == .leave)
    }

    @Test func theEndOfTheServiceDuringASwitchGivesTheStorageBack() {
        var machine = Machine(after: [.attachedStorage(Story.storage, Story.recipe)])
        #expect(machine.left(answering: .aborted).contains(.letGo))
    }

    @Test func aCallThatIsWantedWhilePortsAreLostIsDialledWhenTheyAreBack() {
        var machine = Machine(after: Machine.registered + [.portsLost])
        #expect(machine.request(.connect(ConnectSettings())).1 == [.start(.registration, .seconds(90))])
        for event: Machine.Event in [.expired(.settle), .probed, .registration(.home)] { _ = machine.handle(event) }
        #expect(machine.handle(.initialised).contains(.dial(ConnectSettings())))
    }

    @Test func portsThatALaterPresenceNeverHadAreNotLost() {
        var machine = Machine(after: Machine.registered)
        _ = machine.request(.connect(ConnectSettings()))
        _ = machine.handle(.portsLost)
        let next = Story.device(number: 9, product: 1, classes: [0xff, 0xff, 0xff])
        for event in [.attachedModem(next, Story.map)] + Machine.registered.dropFirst(Machine.switched.count) {
            _ = machine.handle(event)
        }
        _ = machine.request(.connect(ConnectSettings()))
        #expect(machine.handle(.callEnded(.hangUp)).contains(.release) == false)
    }

    @Test func aSimThatIsTakenOutAnswersWhoHangsUp() {
        var machine = Machine(after: Machine.registered)
        _ = machine.request(.connect(ConnectSettings()))
        _ = machine.request(.disconnect)
        #expect(machine.handle(.initialiseFailed(.simMissing)).contains(.answer(.disconnect, nil)))
    }

    @Test func onePinIsOnItsWayAtATime() throws {
        var machine = Machine(after: Machine.enabling + [.locked(.simPin)])
        let settings = ConnectSettings(pin: try PIN("1234"))
        _ = machine.request(.connect(settings))
        _ = machine.request(.disconnect)
        #expect(machine.requesting(.connect(settings)).0 == .refused(.inProgress))
        _ = machine.handle(.pinRefused)
        #expect(machine.request(.connect(settings)).1.last == .enterPIN(try PIN("1234")))
    }

    @Test func aCallThatIsBeingEndedIsNotWantedAnew() {
        var machine = Machine(after: Machine.registered)
        _ = machine.request(.connect(ConnectSettings()))
        _ = machine.request(.disconnect)
        #expect(
            machine.requesting(.connect(ConnectSettings())).0
                == .refused(.wrongState(.disconnecting, needed: "wait until the call has ended")))
    }

    @Test func theRemovalAfterTheEndOfTheServiceChangesNothing() {
        var machine = Machine(after: Machine.registered)
        #expect(machine.left(answering: .aborted).last == .leave)
        #expect(machine.handle(.detached(Story.modem.identity)) == [])
    }

    @Test func silenceMeansNothingBeforeThereArePorts() {
        for events in [[], Machine.switched, Machine.probing] {
            var machine = Machine(after: events)
            #expect(machine.handle(.portsSilent) == [])
        }
    }
}
