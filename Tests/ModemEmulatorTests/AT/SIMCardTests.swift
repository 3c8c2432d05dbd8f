import Testing

@testable import ModemEmulator

@Suite struct SIMCardTests {
    private func card(asks: Bool = true) -> SIMCard {
        SIMCard(imsi: "262011234567890", iccid: "8949020000012345678", pin: "1234", asksForPIN: asks)
    }

    @Test func threeWrongPINsAskForThePUK() {
        var card = card()
        for left in [2, 1, 0] {
            #expect(card.enter(pin: "0000") == .incorrectPassword)
            #expect(card.pinRetries == left)
        }
        #expect(card.lock == .puk)
        #expect(card.enter(pin: "1234") == .pukRequired)
        #expect(card.enter(puk: "12345678", newPIN: "4321") == nil)
        #expect(card.lock == .none)
        #expect(card.pinRetries == 3)
    }

    @Test func tenWrongPUKsKillTheCard() {
        var card = card()
        for _ in 0..<3 { _ = card.enter(pin: "0000") }
        for left in (0..<10).reversed() {
            #expect(card.enter(puk: "00000000", newPIN: "4321") == .incorrectPassword)
            #expect(card.pukRetries == left)
        }
        #expect(card.lock == .dead)
        #expect(card.enter(puk: "12345678", newPIN: "4321") == .simFailure)
    }

    @Test func countersOutliveAPowerCycle() {
        var card = card()
        _ = card.enter(pin: "0000")
        card.powerOn()
        #expect(card.pinRetries == 2)
        #expect(card.lock == .pin)
        #expect(card.enter(pin: "1234") == nil)
        #expect(card.pinRetries == 3)
    }

    @Test func theQuestionForThePINIsChangedWithThePINOnly() {
        var card = card(asks: false)
        #expect(card.lock == .none)
        #expect(card.change(pin: "1234", to: "5678") == .notAllowed)
        #expect(card.setAsksForPIN(true, pin: "9999") == .incorrectPassword)
        #expect(card.setAsksForPIN(true, pin: "1234") == nil)
        #expect(card.change(pin: "1234", to: "56") == .incorrectParameters)
        #expect(card.change(pin: "1234", to: "5678") == nil)
        card.powerOn()
        #expect(card.enter(pin: "5678") == nil)
    }
}
