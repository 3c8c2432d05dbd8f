import ModemCore
import Testing

struct LocalCalendarTests {
    /// Berlin, 2026: +1, and +2 from 29 March 01:00 UTC to 25 October 01:00 UTC.
    private static let berlin = LocalCalendar { (1_774_746_000..<1_792_890_000).contains($0) ? 7200 : 3600 }
    /// Clocks go forward at midnight, from 00:00 to 01:00, as in Beirut: 2026-03-29 begins at 01:00, +3.
    private static let beirut = LocalCalendar { $0 >= 1_774_735_200 ? 10800 : 7200 }
    /// They go back at midnight, from 00:00 to 23:00 of the day before.
    private static let back = LocalCalendar { $0 >= 1_774_735_200 ? 3600 : 7200 }

    @Test(
        arguments: [
            (0, 1970, 1, 1), (-1, 1969, 12, 31), (58, 1970, 2, 28), (59, 1970, 3, 1), (11_016, 2000, 2, 29),
            (11_017, 2000, 3, 1), (20_783, 2026, 11, 26), (47_541, 2100, 3, 1), (2_932_896, 9999, 12, 31),
        ] as [(Int64, Int64, Int64, Int64)])
    func aDayHasADate(number: Int64, year: Int64, month: Int64, day: Int64) {
        let date = CivilDay(number: number).date
        #expect(date.year == year && date.month == month && date.day == day)
    }

    @Test func everyDayFollowsTheOneBefore() {
        var previous = CivilDay(number: -1).date
        for number in 0...60_000 as ClosedRange<Int64> {
            let date = CivilDay(number: number).date
            let isNext = date.month == previous.month && date.day == previous.day + 1
            let isNextMonth = date.day == 1 && previous.day >= 28 && date.month == previous.month % 12 + 1
            #expect(isNext || isNextMonth)
            previous = date
        }
    }

    @Test func aDayBeginsAtMidnightHere() {
        // 2026-07-01 00:30 in Berlin.
        #expect(Self.berlin.startOfDay(at: 1_782_858_600) == 1_782_856_800)
        #expect(Self.berlin.startOfNextDay(after: 1_782_858_600) == 1_782_856_800 + 86400)
    }

    @Test func daysOfAnotherLengthBeginAtMidnightToo() {
        // 2026-03-29 has 23 hours, 2026-10-25 has 25.
        let (short, long) = (UInt64(1_774_738_800), UInt64(1_792_879_200))
        #expect(Self.berlin.startOfDay(at: short + 12 * 3600) == short)
        #expect(Self.berlin.startOfNextDay(after: short) == short + 23 * 3600)
        #expect(Self.berlin.startOfDay(at: long + 24 * 3600) == long)
        #expect(Self.berlin.startOfNextDay(after: long) == long + 25 * 3600)
    }

    @Test func aDayWithoutMidnightBeginsWithItsFirstSecond() {
        let first: UInt64 = 1_774_735_200
        #expect(Self.beirut.startOfDay(at: first + 3600) == first)
        #expect(Self.beirut.startOfDay(at: first - 1) == first - 86400)
        #expect(Self.beirut.startOfNextDay(after: first - 1) == first)
        // Here the hour before is there twice, and belongs to the day before both times.
        #expect(Self.back.startOfDay(at: first + 1800) == first - 86400)
        #expect(Self.back.startOfNextDay(after: first + 1800) == first + 3600)
    }

    @Test(
        arguments: [
            // 2026-03-15, -01, -31; 2026-01-05; 2024-03-01 with the first day 28.
            (1_773_532_800, 1, 1_772_323_200), (1_772_323_200, 1, 1_772_323_200), (1_774_915_200, 1, 1_772_323_200),
            (1_773_532_800, 15, 1_773_532_800), (1_773_532_800, 16, 1_771_200_000), (1_767_571_200, 20, 1_766_188_800),
            (1_709_251_200, 28, 1_709_078_400), (1_773_532_800, 99, 1_772_236_800),
        ] as [(UInt64, Int, UInt64)])
    func aMonthBeginsOnItsFirstDay(time: UInt64, firstDay: Int, start: UInt64) {
        #expect(LocalCalendar.utc.startOfMonth(at: time, firstDay: firstDay) == start)
        #expect(LocalCalendar.utc.startOfMonth(at: start, firstDay: firstDay) == start)
        let next = LocalCalendar.utc.startOfNextMonth(after: time, firstDay: firstDay)
        #expect(next > time && (28...31).contains((next - start) / 86400))
        #expect(LocalCalendar.utc.startOfMonth(at: next - 1, firstDay: firstDay) == start)
    }

    @Test(arguments: [0, 1, 86399, .max, UInt64(Int64.max), 253_402_300_799] as [UInt64])
    func noClockIsTooWrong(time: UInt64) {
        for calendar in [LocalCalendar.utc, Self.berlin, LocalCalendar { _ in -43200 }, LocalCalendar { _ in 50400 }] {
            _ = calendar.startOfDay(at: time)
            _ = calendar.startOfNextDay(after: time)
            _ = calendar.startOfMonth(at: time, firstDay: 28)
            _ = calendar.startOfNextMonth(after: time, firstDay: 1)
        }
    }
}
