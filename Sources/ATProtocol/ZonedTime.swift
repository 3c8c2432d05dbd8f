/// A day of the calendar, a time of the day, and a zone in quarters of an hour, as modems and service centres have them.
struct ZonedTime: Hashable {
    let year: Int
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int
    let quarters: Int

    /// In quarters of an hour (3GPP TS 23.040, 9.2.3.11); the earth has these.
    private static let zones = -48...56
    /// Every fourth of them is a leap year.
    private static let years = 1901...2099

    /// - Parameters:
    ///   - date: year, month and day.
    ///   - time: hour, minute and second.
    /// - Returns: nil if there is no such moment.
    init?(date: [Int], time: [Int], quarters: Int) {
        guard date.count == 3, time.count == 3, Self.years.contains(date[0]), (1...12).contains(date[1]),
            (1...Self.days(inMonth: date[1], of: date[0])).contains(date[2]), (0..<24).contains(time[0]),
            (0..<60).contains(time[1]), (0..<60).contains(time[2]), Self.zones.contains(quarters)
        else { return nil }
        (year, month, day) = (date[0], date[1], date[2])
        (hour, minute, second) = (time[0], time[1], time[2])
        self.quarters = quarters
    }

    /// ISO 8601, such as `2026-11-25T07:30:00+01:00`.
    var text: String {
        let minutes = abs(quarters) * 15
        return "\(year)-\(Self.twoDigits(month))-\(Self.twoDigits(day))T"
            + [hour, minute, second].map(Self.twoDigits).joined(separator: ":")
            + "\(quarters < 0 ? "-" : "+")\(Self.twoDigits(minutes / 60)):\(Self.twoDigits(minutes % 60))"
    }

    /// Since 1970 in UTC.
    var unixSeconds: Int {
        let earlierYears = year - 1901
        let months = (1..<month).reduce(0) { $0 + Self.days(inMonth: $1, of: year) }
        // 1 January 1970 is 25 202 days after that of 1901.
        let days = earlierYears * 365 + earlierYears / 4 + months + day - 1 - 25_202
        return ((days * 24 + hour) * 60 + minute) * 60 + second - quarters * 900
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
