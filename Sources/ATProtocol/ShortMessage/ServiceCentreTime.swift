/// The time a service centre names, with its own zone (3GPP TS 23.040, 9.2.3.11).
package struct ServiceCentreTime: Hashable, Sendable {
    static let size = 7

    private let moment: ZonedTime

    /// ISO 8601, such as `2026-11-25T07:30:00+01:00`.
    package var text: String { moment.text }
    /// Of the same moment, since 1970 in UTC: to sort by.
    package var unixSeconds: Int { moment.unixSeconds }

    /// Seven octets of two digits, the first in the lower half. Nil: no day of the calendar, no time of a day, or no zone
    /// of this earth. Two digits of a year below 90 belong to this century.
    init?(_ octets: ArraySlice<UInt8>) {
        guard octets.count == Self.size, let zone = octets.last else { return nil }
        let digits = octets.dropLast().map { (Int($0 & 0xf), Int($0 >> 4)) }
        guard digits.allSatisfy({ $0.0 < 10 && $0.1 < 10 }), zone >> 4 < 10 else { return nil }
        let numbers = digits.map { $0.0 * 10 + $0.1 }
        // Of the first digit of the zone the highest bit is the sign.
        let quarters = Int(zone & 7) * 10 + Int(zone >> 4)
        let year = numbers[0] + (numbers[0] < 90 ? 2000 : 1900)
        guard
            let moment = ZonedTime(
                date: [year, numbers[1], numbers[2]], time: Array(numbers[3...]),
                quarters: zone & 8 != 0 ? -quarters : quarters)
        else { return nil }
        self.moment = moment
    }

    var octets: [UInt8] {
        let numbers = [
            moment.year % 100, moment.month, moment.day, moment.hour, moment.minute, moment.second,
            abs(moment.quarters),
        ]
        var octets = numbers.map { UInt8($0 % 10) << 4 | UInt8($0 / 10) }
        if moment.quarters < 0 { octets[Self.size - 1] |= 8 }
        return octets
    }
}
