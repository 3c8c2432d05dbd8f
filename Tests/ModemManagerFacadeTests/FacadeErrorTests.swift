import DBus
import Logging
import Testing

@testable import ModemCore
@testable import ModemManagerFacade

/// Failures under ModemManager's names; NetworkManager asks for a PIN again by these.
struct FacadeErrorTests {
    @Test(arguments: [
        (ModemError.wrongPIN, "MobileEquipment.IncorrectPassword"), (.simLocked(.simPin), "MobileEquipment.SimPin"),
        (.simLocked(.simPuk), "MobileEquipment.SimPuk"), (.simMissing, "MobileEquipment.SimNotInserted"),
        (.notRegistered(denied: false), "MobileEquipment.NoNetwork"),
        (.notRegistered(denied: true), "MobileEquipment.NetworkNotAllowed"),
        (.dialFailed("BUSY"), "Connection.NoCarrier"), (.callFailed(.hangUp), "Connection.NoCarrier"),
        (.callFailed(.authenticationFailed), "MobileEquipment.PdpAuthFailure"),
        (.wrongState(.connected, needed: "disconnect first"), "Core.Connected"),
        (.wrongState(.probing, needed: "wait"), "Core.WrongState"), (.inProgress, "Core.InProgress"),
        (.notSupported("No"), "Core.Unsupported"), (.deviceGone, "Core.Aborted"),
        (.invalidValue(InvalidValue("pin", "must be digits")), "Core.InvalidArgs"),
        (.timedOut("It"), "MobileEquipment.NetworkTimeout"),
    ]) func eachFailureHasItsName(_ error: ModemError, _ name: String) {
        #expect(
            error.facadeError == BusError(name: "org.freedesktop.ModemManager1.Error." + name, message: error.message))
    }

    @Test func theLevelsOfModemManagersLogAreKnown() {
        #expect(ManagerFace.logLevel("DEBUG") == .debug && ManagerFace.logLevel("MSG") == .notice)
        #expect(ManagerFace.logLevel("debug") == nil)
    }

    @Test func numbersAreNeverGivenTwice() {
        var numbers = PathNumbers()
        #expect(numbers.path(.modem).text == "/org/freedesktop/ModemManager1/Modem/0")
        #expect(numbers.path(.modem).text == "/org/freedesktop/ModemManager1/Modem/1")
        #expect(numbers.path(.message).text == "/org/freedesktop/ModemManager1/SMS/0")
    }
}
