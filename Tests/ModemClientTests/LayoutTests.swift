import DBus
import ModemAPI
import ModemClient
import Testing

@testable import zte_client

@Suite struct LayoutTests {
    @Test func aListIsATable() {
        let modems = [
            RemoteModem.connected, .stick("1-1.10", usbID: "19d2:2000", state: "storage"),
            .stick("2-1", model: String(repeating: "x", count: 60) + "\n", state: "failed"),
        ]
        #expect(
            ModemTable(modems: modems).text == """
                #  PORT    STICK                                     USB ID     STATE      NETWORK           SIGNAL
                1  1-1.2   ZTE MF622                                 19d2:0001  connected  Vodafone\\x1b[31m  61 %
                2  1-1.10  -                                         19d2:2000  storage    -                 -
                3  2-1     xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…  19d2:0001  failed     -                 -

                """)
    }

    @Test func aStickHasSections() {
        var details = ModemDetails(modem: .connected, now: 1_795_453_445 + 185)
        details.describeTime = { "at \($0)" }
        #expect(
            details.text == """
                State
                  State         connected

                Device
                  Stick         ZTE MF622
                  Firmware      BD_MF622V1.0.0B03
                  IMEI          356938035643809
                  USB id        19d2:0001 (modem)
                  Port          1-1.2
                  Sysfs         /sys/devices/usb1/1-1/1-1.2
                  Drivers       option
                  Switched by   eject, 1 attempt
                  Object        /org/ztemodem1/modem/usb1_1_2

                Ports
                  ttyUSB0       data
                  ttyUSB1       diag
                  ttyUSB2       at, takes the commands

                SIM
                  Operator      26202
                  Waits for     none
                  PIN tries     3
                  Id            4f1c

                Network
                  Registration  home
                  Operator      Vodafone\\x1b[31m (26202)
                  Technology    hspa
                  Signal        61 %, -75 dBm
                  Cell          52114021

                Connection
                  Interface     ppp0
                  Address       10.64.11.7
                  Peer          10.64.64.64
                  DNS           192.0.2.1, 192.0.2.2
                  Since         at 1795453445 (3 min 5 s)
                  Received      23.4 MB
                  Sent          812 B

                """)
    }

    @Test func whatIsNotKnownHasNoLine() {
        var modem = RemoteModem.stick("1-2", usbID: "19d2:2000", state: "failed").interfaces
        modem[ModemInterface.name]?[ModemInterface.stateReason] = "switch-ignored"
        modem[ModemInterface.name]?[ModemInterface.stateMessage] = "Unplug it,\u{202e} wait."
        let path = ObjectPaths.modem(physicalPort: "1-2") ?? ObjectPaths.modems
        let paint = Paint(isTerminal: true) { _ in nil }
        let details = ModemDetails(modem: RemoteModem(path: path, interfaces: modem), now: 0, paint: paint)
        #expect(
            details.text == """
                \u{1b}[1mState\u{1b}[0m
                  State    \u{1b}[31mfailed\u{1b}[0m
                  Reason   \u{1b}[31mswitch-ignored\u{1b}[0m
                  Message  \u{1b}[31mUnplug it,\\u202e wait.\u{1b}[0m

                \u{1b}[1mDevice\u{1b}[0m
                  USB id   19d2:2000
                  Port     1-2
                  Object   /org/ztemodem1/modem/usb1_2

                """)
    }

    @Test func jsonHasTheNamesOfTheBus() {
        let json = JSON(RemoteModem.connected).text
        #expect(json.hasPrefix(#"{"path":"/org/ztemodem1/modem/usb1_1_2","Connection":{"Interface":"ppp0","Ip4":"#))
        #expect(json.contains(#""Ports":[["ttyUSB0","data"],["ttyUSB1","diag"],["ttyUSB2","at"]]"#))
        #expect(json.contains(#""OperatorName":"Vodafone\u001b[31m""#))
        #expect(json.contains(#""SignalDbm":-75.0"#))
        #expect(!json.contains("Lac"))
    }

    @Test(arguments: [
        (ModemChange.arrived(.stick("1-2", state: "storage")), "1-2  plugged in (19d2:0001): storage"),
        (.left(.stick("1-2")), "1-2  unplugged"),
        (.state(.stick("1-2"), from: "searching"), "1-2  searching -> registered"),
        (.serviceLeft, "zte-modemd has ended"), (.serviceReturned, "zte-modemd is back"),
    ])
    func aChangeIsALine(change: ModemChange, words: String) throws {
        let text = ChangeText(event: .changed(change), time: WallClock(nanoseconds: 0))
        let line = try #require(text.line(withProperties: false))
        #expect(line.dropFirst(12) == "  " + words)
        #expect(
            text.json(withProperties: false)?.text.hasPrefix(#"{"time":"1970-01-01T00:00:00.000Z","event":""#) == true)
    }

    @Test func changesOfPropertiesAreForThoseWhoAsk() {
        var interfaces = RemoteModem.connected.interfaces
        interfaces[NetworkInterface.name]?[NetworkInterface.signalQuality] = nil
        let modem = RemoteModem(path: RemoteModem.connected.path, interfaces: interfaces)
        let names = ["OperatorName", "SignalQuality"]
        let change = ModemChange.properties(modem, interface: NetworkInterface.name, names: names)
        let text = ChangeText(event: .changed(change), time: WallClock(nanoseconds: 0))
        #expect(text.line(withProperties: false) == nil)
        #expect(text.json(withProperties: false) == nil)
        #expect(
            text.line(withProperties: true)?.hasSuffix(
                #"1-1.2  Network OperatorName="Vodafone\u001b[31m" SignalQuality=unknown"#) == true)
        #expect(
            text.json(withProperties: true)?.text.hasSuffix(
                #""interface":"Network","properties":{"OperatorName":"Vodafone\u001b[31m","SignalQuality":null}}"#)
                == true)
    }
}

@Suite struct ComplaintTests {
    @Test(arguments: ErrorName.allCases)
    func everyErrorOfTheServiceHasAStatus(name: ErrorName) {
        let complaint = Complaint(.failed(name, message: "Why\u{1b}\nand what to do."))
        let expected: zte_client.ExitStatus =
            switch name {
            case .invalidArguments: .usage
            case .notAuthorized: .notAllowed
            case .timeout: .timeout
            default: .failed
            }
        #expect(complaint.status == expected)
        #expect(complaint.text == "zte-client: Why\\x1b\\x0aand what to do.\n")
    }

    @Test(arguments: [
        ServiceError.notRunning(BusError(name: "x", message: "y")), .serviceLeft, .notAllowed, .noAnswer, .stickGone,
        .cancelled, .other(BusError(name: "x.y", message: "a\nb")), .noBus(BusError(name: "x", message: "y\nz")),
        .failed(.failed, message: ""),
    ])
    func noneHasMoreThanTwoLines(error: ServiceError) {
        let lines = Complaint(error).text.split(separator: "\n")
        #expect((1...2).contains(lines.count))
        #expect(Complaint(error).status != .success)
    }

    @Test func theTableNamesEveryStatus() {
        for status in zte_client.ExitStatus.allCases {
            #expect(zte_client.ExitStatus.table.contains("\n  \(status.rawValue) "))
        }
    }
}
