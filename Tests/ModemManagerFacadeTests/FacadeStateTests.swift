import Testing

@testable import ModemCore
@testable import ModemManagerFacade

/// Which sticks ModemManager's clients see, and in what state.
struct FacadeStateTests {
    static func modem(_ state: ModemState, _ reason: StateReason = .none) -> ModemSnapshot {
        var snapshot = ModemSnapshot(physicalPort: "1-1")
        (snapshot.mode, snapshot.primaryPort, snapshot.state, snapshot.reason) = (.modem, "ttyUSB2", state, reason)
        return snapshot
    }

    @Test(
        arguments: [
            (ModemState.locked, FacadeState.locked, 2), (.disabled, .disabled, 3), (.searching, .searching, 7),
            (.registered, .registered, 8), (.disconnecting, .disconnecting, 9), (.connecting, .connecting, 10),
            (.connected, .connected, 11), (.failed, .failed, -1), (.settling, .initializing, 1),
        ] as [(ModemState, FacadeState, Int32)]) func eachStateHasItsNumber(
            _ state: ModemState, _ shown: FacadeState, _ number: Int32
        )
    {
        #expect(FacadeState(Self.modem(state)) == shown)
        #expect(shown.rawValue == number)
    }

    @Test func aStickThatIsReadForTheFirstTimeIsNotEnabling() {
        var snapshot = Self.modem(.enabling)
        #expect(FacadeState(snapshot) == .initializing && !snapshot.isFacadeModem)
        snapshot.sim = SIMStatus()
        #expect(FacadeState(snapshot) == .enabling && snapshot.isFacadeModem)
    }

    @Test func onlyAModemWithACommandPortIsShown() {
        #expect(Self.modem(.registered).isFacadeModem)
        #expect(Self.modem(.failed, .simMissing).isFacadeModem)
        for mode in [ModemMode.storage, .network] {
            var snapshot = Self.modem(.failed)
            snapshot.mode = mode
            #expect(!snapshot.isFacadeModem)
        }
        var snapshot = Self.modem(.failed, .portsBusy)
        snapshot.primaryPort = ""
        #expect(!snapshot.isFacadeModem)
        for state in [ModemState.storage, .switching, .settling, .probing] {
            #expect(!Self.modem(state).isFacadeModem)
        }
    }

    @Test func oneThatIsLentOrAsleepIsNot() {
        #expect(!Self.modem(.disabled, .inhibited).isFacadeModem)
        #expect(!Self.modem(.disabled, .suspended).isFacadeModem)
        #expect(Self.modem(.disabled, .radioOff).isFacadeModem)
    }

    @Test func whyItFailedIsSaid() {
        #expect(Self.modem(.failed, .simMissing).facadeFailure == 2)
        #expect(Self.modem(.failed, .simFailure).facadeFailure == 3)
        #expect(Self.modem(.failed, .noAnswer).facadeFailure == 1)
        #expect(Self.modem(.registered).facadeFailure == 0)
        #expect(Self.modem(.failed, .noAnswer).facadeChangeReason == 3)
        #expect(Self.modem(.disabled, .radioOff).facadeChangeReason == 1)
        #expect(Self.modem(.registered, .callEnded).facadeChangeReason == 3)
        #expect(Self.modem(.registered).facadeChangeReason == 0)
    }

    @Test func aRadioThatIsOffIsLow() {
        #expect(Self.modem(.disabled).facadePower == 2)
        #expect(Self.modem(.registered).facadePower == 3)
    }
}
