import DBus
import ModemAPI
import ModemCore
import ModemService
import Testing

/// Failures of the domain as a caller sees them.
struct ModemErrorTests {
    private static let names: [(ModemError, ErrorName)] = [
        (.invalidValue(InvalidValue("apn", "must be 1 to 100 characters")), .invalidArguments),
        (.deviceGone, .deviceGone),
        (.simLocked(.simPin), .simLocked), (.simLocked(.simPuk), .simLocked),
        (.simMissing, .simMissing), (.wrongPIN, .wrongPin), (.wrongPUK, .wrongPin), (.lastTry, .lastTry),
        (.lastTryKept, .lastTry),
        (.switchFailed(.switchIgnored), .switchFailed), (.switchFailed(.switchNoReturn), .switchFailed),
        (.switchFailed(.unknownDevice), .switchFailed), (.switchFailed(.usbAccess), .switchFailed),
        (.switchFailed(.noWayBack), .switchFailed), (.mounted("/media/cdrom"), .mounted),
        (.wrongState(.locked, needed: "unlock it first"), .wrongState), (.inProgress, .inProgress),
        (.lentToAnother, .inProgress), (.simBusy, .inProgress),
        (.notRegistered(denied: true), .notRegistered), (.notRegistered(denied: false), .notRegistered),
        (.networkRefused("Network 26202 was refused"), .notRegistered),
        (.notSupported("This stick does not know the network mode '4g'; choose another"), .notSupported),
        (.roamingNotAllowed, .notRegistered), (.dialFailed("NO CARRIER"), .dialFailed),
        (.timedOut("Dialling"), .timeout), (.aborted, .aborted), (.suspended, .aborted),
        (.commandFailed("The radio stayed off"), .failed),
    ]

    private static let calls: [(CallError, ErrorName)] = [
        (.notInstalled, .pppNotInstalled), (.noKernelSupport, .pppFailed), (.notPermitted, .pppFailed),
        (.startRefused(unit: "a.service"), .pppFailed),
        (.portUnavailable, .pppFailed), (.negotiationFailed, .pppFailed),
        (.authenticationFailed, .authenticationFailed), (.peerDead, .pppFailed), (.hangUp, .pppFailed),
        (.terminatedByPeer, .pppFailed), (.timedOut, .timeout), (.failed(status: 5, message: ""), .pppFailed),
        (.failed(status: 8, message: "Connect script failed"), .pppFailed),
    ]

    /// Why a stick can be of no use; a state that needs nothing done has no sentence either.
    private static let reasons: [(StateReason, ErrorName)] = [
        (.switchIgnored, .switchFailed), (.switchNoReturn, .switchFailed), (.switchBouncing, .switchFailed),
        (.usbAccess, .switchFailed), (.noWayBack, .switchFailed), (.autoSwitchOff, .wrongState),
        (.unknownDevice, .notSupported), (.noDriver, .failed), (.portsBusy, .portsBusy), (.portsAccess, .failed),
        (.noAnswer, .failed), (.simMissing, .simMissing), (.simFailure, .simMissing), (.simPin, .simLocked),
        (.simPuk, .simLocked), (.registrationDenied, .notRegistered), (.noCarrier, .failed), (.callEnded, .failed),
        (.outOfResources, .failed), (.controlSilent, .failed), (.radioOff, .wrongState), (.inhibited, .wrongState),
        (.suspended, .wrongState), (.pinRefused, .simLocked), (.pinRetriesUnknown, .simLocked),
        (.pinRetriesLow, .simLocked), (.pinSentBefore, .simLocked), (.pinNotTried, .simLocked),
        (.networkStick, .notSupported), (.notDriven, .notSupported),
    ]

    @Test(arguments: names) func everyFailureHasItsName(error: ModemError, name: ErrorName) {
        check(error, name)
    }

    @Test(arguments: calls) func everyEndOfACallHasItsName(call: CallError, name: ErrorName) {
        check(.callFailed(call), name)
    }

    @Test(arguments: reasons) func everyReasonHasItsName(reason: StateReason, name: ErrorName) {
        check(.notUsable(reason), name)
    }

    @Test func noReasonIsForgotten() {
        #expect(Set(Self.reasons.map(\.0)) == Set(StateReason.allCases).subtracting([.none, .requested]))
    }

    @Test func theValueThatWasRefusedIsNotInTheMessage() {
        let secret = "s3cret\"words"
        let refusals = [
            #expect(throws: InvalidValue.self) { try PIN(secret) },
            #expect(throws: InvalidValue.self) { try PUK(secret) },
            #expect(throws: InvalidValue.self) { try RawCommand(secret) },
            #expect(throws: InvalidValue.self) { try Credential(secret, name: "password") },
            #expect(throws: InvalidValue.self) { try AccessPointName(secret) },
            #expect(throws: InvalidValue.self) { try DialNumber(secret) },
        ]
        for refusal in refusals.compactMap(\.self) {
            let message = ModemError.invalidValue(refusal).busError.message
            #expect(!message.contains("s3cret") && !message.contains("words"))
        }
    }

    private func check(_ error: ModemError, _ name: ErrorName) {
        #expect(error.busError.name == name.name)
        let message = error.busError.message
        #expect(message == error.message)
        #expect(message.hasSuffix(".") && message.count > 10, "no sentence: '\(message)'")
    }
}
