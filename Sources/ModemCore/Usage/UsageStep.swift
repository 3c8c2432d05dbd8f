/// By what usage is told.
package enum UsageStep: String, CaseIterable, Sendable {
    case hour, day, month
}

/// What was used in one hour, day or month.
package struct UsagePeriod: Equatable, Sendable {
    /// When it begins, in seconds since 1970.
    package let start: UInt64
    package var total: UsageTotal

    package init(start: UInt64, total: UsageTotal) {
        self.start = start
        self.total = total
    }

    /// Hours put together to hours, days or months, the oldest first. Those in which nothing was used are left out.
    /// - Parameter firstDay: of the month.
    package static func periods(
        _ hours: [UsageHour: UsageAmount], by step: UsageStep, firstDay: Int, in calendar: LocalCalendar
    ) -> [UsagePeriod] {
        var periods: [UsagePeriod] = []
        var end: UInt64 = 0
        for (hour, amount) in hours.sorted(by: { $0.key.number < $1.key.number }) {
            if periods.isEmpty || hour.start >= end {
                let bounds = bounds(of: hour.start, step, firstDay, calendar)
                end = bounds.end
                periods.append(UsagePeriod(start: bounds.start, total: UsageTotal()))
            }
            periods[periods.count - 1].total.add(amount, isRoaming: hour.isRoaming)
        }
        return periods
    }

    private static func bounds(
        of time: UInt64, _ step: UsageStep, _ firstDay: Int, _ calendar: LocalCalendar
    ) -> (start: UInt64, end: UInt64) {
        switch step {
        case .hour: (time, time + UsageHour.length)
        case .day: (calendar.startOfDay(at: time), calendar.startOfNextDay(after: time))
        case .month:
            (
                calendar.startOfMonth(at: time, firstDay: firstDay),
                calendar.startOfNextMonth(after: time, firstDay: firstDay)
            )
        }
    }
}
