import DBus
import ModemClient
import Testing

@testable import zte_client

@Suite struct ModemSelectionTests {
    private static let sticks: [RemoteModem] = [
        .stick("1-10", usbID: "19d2:2000"),
        .stick("1-1.2", model: "MF622", imei: "356938035643809"),
        .stick("1-2", usbID: "19D2:0031", model: "MF110", imei: "356938035643810"),
        .stick("2-1", model: "MF626", imei: "356938035643809"),
    ]

    @Test(arguments: [
        ("1", "1-1.2"), ("2", "1-2"), ("3", "1-10"), ("4", "2-1"), ("1-10", "1-10"), ("1-2", "1-2"),
        ("/org/ztemodem1/modem/usb2_1", "2-1"), ("356938035643810", "1-2"), ("19d2:0031", "1-2"), ("19D2:2000", "1-10"),
    ])
    func aStickHasManyNames(name: String, port: String) throws {
        #expect(try ModemSelection.find(name, among: Self.sticks).physicalPort == port)
    }

    @Test(arguments: [
        "0", "5", "-1", "99", "1-1", "1-1.2.3", "/org/ztemodem1/modem", "35693803564380", "", "MF622\u{1b}",
    ])
    func anythingElseIsNone(name: String) {
        #expect(throws: ModemSelection.Failure.noMatch(name, Self.sticks.sortedByPort())) {
            try ModemSelection.find(name, among: Self.sticks)
        }
    }

    /// Some sticks came out of the factory with one IMEI.
    @Test(arguments: ["356938035643809", "19d2:0001"])
    func aNameOfTwoIsNotGuessed(name: String) {
        #expect(throws: ModemSelection.Failure.ambiguous(name, [Self.sticks[1], Self.sticks[3]])) {
            try ModemSelection.find(name, among: Self.sticks)
        }
    }

    @Test func withoutANameThereMustBeOne() throws {
        #expect(throws: ModemSelection.Failure.noStick) { try ModemSelection.find(nil, among: []) }
        #expect(throws: ModemSelection.Failure.noStick) { try ModemSelection.find("1", among: []) }
        #expect(try ModemSelection.find(nil, among: [Self.sticks[2]]).physicalPort == "1-2")
        #expect(throws: ModemSelection.Failure.ambiguous(nil, Self.sticks.sortedByPort())) {
            try ModemSelection.find(nil, among: Self.sticks)
        }
    }

    @Test func thePersonSeesWhatThereIs() {
        let complaint = Complaint(ModemSelection.Failure.ambiguous(nil, Self.sticks.sortedByPort()))
        #expect(complaint.status == .noStick)
        #expect(complaint.advice == "Say which: 1-1.2 (MF622), 1-2 (MF110), 1-10 (19d2:2000), 2-1 (MF626).")
        #expect(Complaint(ModemSelection.Failure.noStick).text == "zte-client: no stick is plugged in\n")
    }
}
