import DBus
import ModemAPI
import ModemClient
import Testing

@testable import zte_client

@Suite struct ConnectionDetailsTests {
    private static func entry(_ time: UInt64, _ event: String, _ message: String = "") -> [String: Value] {
        ["time": .uint64(time), "event": .string(event), "message": .string(message)]
    }

    private static func stick(_ change: (inout PropertyValues) -> Void) -> RemoteModem {
        let stick = RemoteModem.stick("1-1.2", model: "MF622", state: "registered")
        var values = PropertyValues()
        change(&values)
        var interfaces = stick.interfaces
        interfaces[ConnectionInterface.name] = values
        return RemoteModem(path: stick.path, interfaces: interfaces)
    }

    private static func text(_ modem: RemoteModem, at now: UInt64 = 1000) -> String {
        var details = ConnectionDetails(modem: modem, now: now)
        details.describeTime = { "at \($0)" }
        return details.text
    }

    @Test func theChainOfCausesHasItsTimes() {
        let modem = Self.stick { values in
            values[ConnectionInterface.attempt] = 2
            values[ConnectionInterface.nextAttempt] = 1075
            values[ConnectionInterface.lastError] = Structure("org.ztemodem1.Error.DialFailed", "NO CARRIER\u{1b}[31m")
            values[ConnectionInterface.history] = [
                Self.entry(900, "asked"), Self.entry(901, "dial", "attempt 1"),
                Self.entry(903, "dial-failed", "NO CARRIER\u{1b}[31m"),
            ]
        }
        #expect(
            Self.text(modem) == """
                Stick
                  State       registered
                  Stick       MF622
                  Port        1-1.2

                Connection
                  Attempt     2
                  Next try    at 1075 (in 1 min 15 s)
                  Last error  NO CARRIER\\x1b[31m

                History
                  at 900      asked
                  at 901      dial: attempt 1
                  at 903      dial-failed: NO CARRIER\\x1b[31m

                """)
    }

    @Test func aTryThatIsDueIsNotInThePast() {
        let modem = Self.stick { $0[ConnectionInterface.nextAttempt] = 1000 }
        #expect(Self.text(modem).contains("  Next try  at 1000\n"))
    }

    @Test func whatTheServiceSaysOtherwiseIsNoReasonToFail() {
        let modem = Self.stick { values in
            values[ConnectionInterface.history] = [["time": .string("noon"), "event": .string("dial")], [:]]
        }
        #expect(Self.text(modem).contains("  -      dial\n"))
    }

    @Test func aStickThatCannotDialHasNoConnection() {
        #expect(!Self.text(.stick("1-2", usbID: "19d2:2000", state: "storage")).contains("Connection"))
    }

    @Test func jsonIsTheConnectionAlone() {
        let json = JSON(connectionOf: .connected).text
        #expect(
            json.hasPrefix(
                #"{"path":"/org/ztemodem1/modem/usb1_1_2","State":"connected","Connection":{"Interface":"ppp0""#))
        #expect(!json.contains("OperatorName"))
    }
}
