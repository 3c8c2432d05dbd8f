/// The local time of day and its zone, as a stick has them from the network.
package struct NetworkTime: Equatable, Sendable {
    /// ISO 8601, such as `2026-11-25T07:30:00+01:00`.
    package let text: String

    /// No network has told an earlier year to this program: a clock that nobody has set begins decades before, and one that
    /// counts from 1980 has two digits that say so.
    private static let years = 2025...2079

    /// `26/11/25,07:30:00+04`, in quotes or not; also with four digits for the year. Nil: none of these, a day that is not in
    /// the calendar, or no zone.
    init?(_ bytes: ArraySlice<UInt8>) {
        let bytes = bytes.filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: " ") }
        guard bytes.count <= 22, let sign = bytes.lastIndex(where: { $0 == 0x2b || $0 == 0x2d }) else { return nil }
        let fields = bytes[..<sign].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard fields.count == 2, let date = Self.numbers(fields[0], separator: "/"),
            let time = Self.numbers(fields[1], separator: ":"), let zone = Self.number(bytes[(sign + 1)...])
        else { return nil }
        self.init(date: date, time: time, zone: bytes[sign] == 0x2d ? -zone : zone)
    }

    private init?(date: [Int], time: [Int], zone: Int) {
        let year = date[0] < 100 ? 2000 + date[0] : date[0]
        guard Self.years.contains(year),
            let moment = ZonedTime(date: [year, date[1], date[2]], time: time, quarters: zone)
        else { return nil }
        text = moment.text
    }

    /// Three of them.
    private static func numbers(_ bytes: ArraySlice<UInt8>, separator: Unicode.Scalar) -> [Int]? {
        let numbers = bytes.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
            .compactMap { number($0) }
        return numbers.count == 3 ? numbers : nil
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
        bytes.count <= 4 ? ATField(bytes: bytes, isQuoted: false).integer : nil
    }
}

extension AT {
    /// `AT+CTZR=1` (3GPP TS 27.007, 8.41): the stick reports a new time zone with `+CTZV`.
    package struct TimeZoneReporting: ATRequest {
        package typealias Reply = Void

        package init() {}

        package var command: ATCommand { ATCommand("AT+CTZR=", [.number(1)]) }
    }

    /// `AT+CCLK?` (3GPP TS 27.007, 8.15): `+CCLK: "26/11/25,07:30:00+04"`. Nil: nobody has set the clock.
    package struct ClockQuery: ATRequest {
        package init() {}

        package var command: ATCommand { ATCommand("AT+CCLK?", answer: .lines("+CCLK:")) }

        package func reply(to response: ATResponse) throws(ATError) -> NetworkTime? {
            try response.requireSuccess()
            guard let value = response.values(after: "+CCLK:").first else { throw response.unexpected() }
            return NetworkTime(value)
        }
    }
}
