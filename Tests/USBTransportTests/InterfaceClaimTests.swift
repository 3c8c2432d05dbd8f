import ModemCore
import Testing

@testable import USBTransport

/// The race with usb-storage. Numbers are libusb's: -3 access, -4 no device, -5 not found, -6 busy.
@Suite struct InterfaceClaimTests {
    @Test(arguments: [(0, 0), (-5, 0), (-99, 0)])
    func claimedIsClaimed(detach: Int, claim: Int) {
        var decision = InterfaceClaim()
        #expect(decision.decide(detach: Int32(detach), claim: Int32(claim)) == .claimed)
    }

    @Test(arguments: [
        (-5, -4, StorageError.gone), (-4, -6, .gone), (0, -3, .accessDenied), (-3, -6, .accessDenied),
        (-5, -5, .unsuitable), (0, -1, .failed("LIBUSB_ERROR_IO")),
    ])
    func whatDoesNotPassEndsIt(detach: Int, claim: Int, error: StorageError) {
        var decision = InterfaceClaim()
        #expect(decision.decide(detach: Int32(detach), claim: Int32(claim)) == .failed(error))
    }

    @Test func usbStorageThatBoundInBetweenIsTakenOffAgain() {
        var decision = InterfaceClaim()
        #expect(decision.decide(detach: -5, claim: -6) == .retry(after: .milliseconds(50)))
        #expect(decision.decide(detach: 0, claim: 0) == .claimed)
    }

    @Test func aHolderThatStaysIsGivenFiveTriesWithinASecond() {
        var decision = InterfaceClaim()
        var waited = Duration.zero
        for _ in 0..<4 {
            guard case .retry(let pause) = decision.decide(detach: -5, claim: -6) else {
                Issue.record("gave up early")
                return
            }
            waited += pause
        }
        #expect(decision.decide(detach: -5, claim: -6) == .failed(.busy))
        #expect(waited < .seconds(1))
    }
}
