import DBus
import Testing

@testable import zte_client

/// What was used, in words and bars.
@Suite struct UsageTextTests {
    private static func row(_ time: UInt64, _ received: UInt64, _ sent: UInt64, roaming: UInt64 = 0) -> UsageRow {
        UsageRow([
            "time": .uint64(time), "rx-bytes": .uint64(received), "tx-bytes": .uint64(sent), "seconds": .uint64(7800),
            "roaming-rx-bytes": .uint64(roaming), "roaming-tx-bytes": .uint64(0),
        ])
    }

    private static func date(_ time: UInt64) -> String { "day \(time)" }

    @Test func aTableHasASum() {
        let rows = [Self.row(1, 1_000_000, 500), Self.row(12, 2_500_000, 0, roaming: 2_000_000)]
        #expect(
            UsageTable(rows: rows, title: "DAY", date: Self.date).text == """
                DAY     RECEIVED  SENT   ROAMING  CONNECTED
                day 1   1 MB      500 B  -        2 h 10 min
                day 12  2.5 MB    0 B    2 MB     2 h 10 min
                total   3.5 MB    500 B  2 MB     4 h 20 min

                """)
        let one = UsageTable(rows: [rows[0]], title: "DAY", date: Self.date).text
        #expect(!one.contains("total"))
    }

    @Test func aBarIsAsLongAsWhatWasUsed() {
        let rows = [Self.row(1, 800, 0), Self.row(2, 0, 0), Self.row(3, 350, 50), Self.row(4, 1, 0)]
        // 5 and 5 columns for the texts, two blanks: 8 cells, the most of which is 800 bytes.
        #expect(
            UsagePlot(rows: rows, date: Self.date, width: 20).text == """
                day 1 ████████ 800 B
                day 2            0 B
                day 3 ████     400 B
                day 4 ▏          1 B

                """)
        #expect(UsagePlot(rows: rows, date: Self.date, width: 28).text.hasPrefix("day 1 ████████████████ 800 B\n"))
        // Too narrow is made as it is, and wrapped by the terminal.
        #expect(UsagePlot(rows: rows, date: Self.date, width: 1).text.hasPrefix("day 1 ████████ 800 B\n"))
    }

    @Test func whatWasUsedAbroadIsSeen() {
        let rows = [Self.row(1, 800, 0, roaming: 400), Self.row(2, 400, 0, roaming: 1), Self.row(3, 8, 0)]
        let text = UsagePlot(rows: rows, date: Self.date, width: 20).text
        #expect(text.hasPrefix("day 1 ████▒▒▒▒ 800 B\nday 2 ███▒     400 B\nday 3 ▏          8 B\n"))
        #expect(text.hasSuffix("█ at home  ▒ in foreign networks\n"))
    }

    @Test(arguments: [0, 1, 7, 999, 123_456_789, .max] as [UInt64])
    func everyLineHasOneWidth(bytes: UInt64) {
        let rows = [Self.row(1, bytes, bytes, roaming: bytes / 3), Self.row(2, .max, .max), Self.row(3, bytes / 2, 0)]
        for width in 24...90 {
            let lines = UsagePlot(rows: rows, date: Self.date, width: width).text.split(separator: "\n").prefix(3)
            #expect(lines.allSatisfy { $0.count == width })
        }
        #expect(UsagePlot(rows: [], date: Self.date, width: 80).text == "\n")
    }

    @Test func colourIsForATerminalAlone() {
        let rows = [Self.row(1, 1, 0)]
        #expect(!UsagePlot(rows: rows, date: Self.date, width: 20).text.contains("\u{1b}"))
        let paint = Paint(isTerminal: true) { _ in nil }
        #expect(UsagePlot(rows: rows, date: Self.date, width: 20, paint: paint).text.contains("\u{1b}[36m"))
    }

    @Test func aSpreadsheetGetsNumbers() {
        #expect(
            UsageCSV(rows: [Self.row(86400, 1, 2, roaming: 1)], date: { _ in "1970-01-02" }).text
                == "time,date,rx_bytes,tx_bytes,seconds,roaming_bytes\n86400,1970-01-02,1,2,7800,1\n")
    }

    @Test func daysWithoutUseAreFilledIn() {
        let rows = UsageRow.filled([Self.row(10, 1, 0), Self.row(35, 2, 0)], starts: [10, 20, 30])
        #expect(rows.map(\.time) == [10, 20, 30, 35])
        #expect(rows.map(\.bytes) == [1, 0, 0, 2])
    }

    @Test func whatIsMissingOrOfAnotherTypeIsNothing() {
        #expect(UsageRow([:]) == UsageRow(time: 0))
        #expect(UsageRow(["rx-bytes": .string("\u{1b}"), "time": .variant(.uint64(7))]) == UsageRow(time: 7))
        #expect(Self.row(0, .max, .max).bytes == .max)
    }

    @Test func aLimitIsSaid() {
        let limit: [String: Value] = [
            "bytes": .uint64(5_000_000_000), "first-day": .uint32(15), "action": .string("disconnect"),
            "used": .uint64(4_999_999_999), "exceeded": .boolean(false),
        ]
        #expect(LimitText.text(limit) == "limit: 5 GB a month from day 15 on, 99 % used; no more is used then")
        let reached: [String: Value] = [
            "bytes": .uint64(1), "first-day": .uint32(1), "action": .string("warn"), "used": .uint64(.max),
            "exceeded": .boolean(true),
        ]
        #expect(LimitText.text(reached) == "limit: 1 B a month from day 1 on, 9999 % used: reached")
        #expect(LimitText.text([:]) == "no limit")
    }

    @Test(
        arguments: [
            ("0", 0), ("500", 500), ("500b", 500), ("5kB", 5000), ("5 MB", 5_000_000), ("1.5g", 1_500_000_000),
            ("18446744073709551615", .max), ("2T", 2_000_000_000_000),
            ("", nil), ("-1", nil), ("5.5", nil), ("1e9", nil), ("5PB", nil), ("GB", nil), ("1.2.3M", nil), ("٣", nil),
            ("99999999999T", nil), ("inf", nil), ("nan k", nil),
        ] as [(String, UInt64?)])
    func bytesAreWrittenAsPeopleDo(text: String, bytes: UInt64?) { #expect(LimitText.bytes(text) == bytes) }
}
