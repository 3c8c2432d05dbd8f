import ATProtocol
import Testing

@Suite struct SignalAndTimeTests {
    private typealias Case = (line: String, rssi: Double?, rscp: Double?, ecio: Double?)

    @Test(
        arguments: [
            ("77,13,167", -77, -83.5, -6.5), ("77", -77, nil, nil), (" 113 , 0 , 240 ", -113, -120, 0),
            // Not measured, as firmware says it, and what nothing on earth measures.
            ("1000,1000,1000", nil, nil, nil), ("25,48,50", -25, -25, -24), ("24,49,49", nil, nil, nil),
            ("0,13,167", nil, -83.5, -6.5), ("114,999999999,241", nil, nil, nil),
        ] as [Case])
    private func theSignalInDetail(expected: Case) throws {
        let report = SignalReport(rssi: expected.rssi, rscp: expected.rscp, ecio: expected.ecio)
        #expect(try AT.SignalDetailQuery().reply(to: answer("+ZRSSI: " + expected.line)) == report)
    }

    @Test(arguments: [
        "+ZRSSI: -102,-6.5,-76,19", "+ZRSSI: -77,-13,-167", "+ZRSSI: 77,13", "+ZRSSI: unknown", "+ZRSSI: ",
        "+ZRSSI: 77,13,", "+ZRSSI: 77,13,167,2", "+ZRSSI: 9999999999,1,1", "+ZRSSI: ７７",
    ])
    func whatHasAnotherMeaningIsNoSignal(line: String) {
        #expect(throws: ATError.self) { try AT.SignalDetailQuery().reply(to: answer(line)) }
    }

    @Test(arguments: [
        ("\"26/11/25,07:30:00+04\"", "2026-11-25T07:30:00+01:00"),
        ("26/11/25,07:30:00-19", "2026-11-25T07:30:00-04:45"),
        ("\"2026/02/28,23:59:59+56\"", "2026-02-28T23:59:59+14:00"),
        ("\"28/02/29,00:00:00-48\"", "2028-02-29T00:00:00-12:00"),
        ("\"26/1/5,7:3:0+0\"", "2026-01-05T07:03:00+00:00"),
    ])
    func theTimeOfANetwork(value: String, text: String) throws {
        #expect(try AT.ClockQuery().reply(to: answer("+CCLK: " + value))?.text == text)
    }

    @Test(arguments: [
        // Nobody has set it.
        "\"80/01/06,00:00:00+00\"", "\"07/11/30,09:40:00+00\"", "\"1980/01/06,00:00:00+00\"",
        "\"00/00/00,00:00:00+00\"",
        // In no calendar, and of nowhere.
        "\"26/13/25,07:30:00+04\"", "\"26/02/29,07:30:00+04\"", "\"26/04/31,07:30:00+04\"", "\"26/11/25,24:00:00+04\"",
        "\"26/11/25,07:60:00+04\"", "\"26/11/25,07:30:60+04\"", "\"26/11/25,07:30:00+57\"", "\"26/11/25,07:30:00-49\"",
        // Without a zone it may be anywhere.
        "\"26/11/25,07:30:00\"", "\"26/11/25,07:30+04\"", "\"26/11/25 07:30:00+04\"", "\"26/11/25,07:30:00+\"", "", "+",
        "\"-1/11/25,07:30:00+04\"", "\"26/11/25,07:30:00+04\\x1b\"", "\"２６/11/25,07:30:00+04\"", "\"26/11//,::+04\"",
        "\"99999/11/25,07:30:00+04\"", "\"" + String(repeating: "2", count: 5000) + "+04\"",
    ])
    func aClockThatIsNoTimeOfANetwork(value: String) throws {
        #expect(try AT.ClockQuery().reply(to: answer("+CCLK: " + value)) == nil)
    }

    @Test(arguments: ["+CTZV: +04", "+CTZV: \"+04\"", "+CTZV: +8,1", "+CTZV:"])
    func aZoneIsAReport(line: String) {
        var parser = ResponseParser()
        #expect(parser.consume(Array(line.framed.utf8)) == [.unsolicited(.ctzv)])
    }

    @Test(arguments: [
        "+COPS: none", "+COPS: 2,\"A\",\"A\",\"26201\"", "+COPS: \"(\"", "+COPS: \0(0,1", "+COPS: (", "+COPS: (((((",
        "+COPS: )(1,,,\"26201\")",
    ])
    func aListWithoutTheShapeOfOneIsNoList(line: String) {
        #expect(throws: ATError.self) { try AT.OperatorScan().reply(to: answer(line)) }
    }

    @Test(arguments: ["+COPS: ", "+COPS: ,,(0,1,3),(0,2)", "+COPS: (0,\"x\",\"y\",\"junk\",2),", "+COPS: (),(,,,)"])
    func aListMayBeEmpty(line: String) throws {
        #expect(try AT.OperatorScan().reply(to: answer(line)).isEmpty)
    }
}
