/// Days and months as people here count them. Times are seconds since 1970 UTC.
package struct LocalCalendar: Sendable {
    /// Seconds to the east of UTC, at that time.
    private let offset: @Sendable (UInt64) -> Int64

    package static let utc = LocalCalendar { _ in 0 }
    /// The end of the year 9999.
    private static let latest: UInt64 = 253_402_300_799
    private static let dayLength: Int64 = 86400

    package init(offset: @escaping @Sendable (UInt64) -> Int64) { self.offset = offset }

    package func day(of time: UInt64) -> CivilDay {
        let time = min(time, Self.latest)
        return CivilDay(number: (Int64(time) + offset(time)).flooredQuotient(by: Self.dayLength))
    }

    /// The first second of a day. It is not always midnight: where clocks go forward at midnight there is none.
    package func start(of day: CivilDay) -> UInt64 {
        let midnight = UInt64(clamping: day.number * Self.dayLength)
        let guess = UInt64(clamping: Int64(midnight) - offset(midnight))
        if self.day(of: guess) == day, guess == 0 || self.day(of: guess - 1) < day { return guess }
        var (low, high) = (midnight.subtractingDownToZero(86400), midnight + 86400)
        while low < high {
            let middle = low + (high - low) / 2
            if self.day(of: middle) < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    package func startOfDay(at time: UInt64) -> UInt64 { start(of: day(of: time)) }

    package func startOfNextDay(after time: UInt64) -> UInt64 { start(of: day(of: time).next) }

    /// - Parameter firstDay: the day of the month on which months begin, 1 to 28.
    package func startOfMonth(at time: UInt64, firstDay: Int) -> UInt64 {
        start(of: day(of: time).startOfMonth(firstDay: firstDay))
    }

    package func startOfNextMonth(after time: UInt64, firstDay: Int) -> UInt64 {
        // 31 days on is the next month, and never the one after that.
        let next = CivilDay(number: day(of: time).startOfMonth(firstDay: firstDay).number + 31)
        return start(of: next.startOfMonth(firstDay: firstDay))
    }
}

/// A day of the Gregorian calendar.
package struct CivilDay: Comparable, Hashable, Sendable {
    /// Days since 1970-01-01.
    package let number: Int64

    package init(number: Int64) { self.number = number }

    var next: CivilDay { CivilDay(number: number + 1) }

    package static func < (left: CivilDay, right: CivilDay) -> Bool { left.number < right.number }

    /// Days are counted from 0000-03-01, so that the day of a leap year is the last one (Hinnant, "chrono-Compatible
    /// Low-Level Date Algorithms", civil_from_days).
    package var date: (year: Int64, month: Int64, day: Int64) {
        let shifted = number + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    func startOfMonth(firstDay: Int) -> CivilDay {
        let firstDay = Int64(min(max(firstDay, 1), 28))
        let day = date.day
        if day >= firstDay { return CivilDay(number: number - day + firstDay) }
        let lastOfTheMonthBefore = CivilDay(number: number - day)
        return CivilDay(number: lastOfTheMonthBefore.number - lastOfTheMonthBefore.date.day + firstDay)
    }
}

extension Int64 {
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
