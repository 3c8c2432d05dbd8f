internal import Glibc
package import ModemCore

extension LocalCalendar {
    /// The machine's time zone, as it is at each look: somebody may travel with it.
    package static let ofThisMachine = LocalCalendar { time in
        tzset()
        var (seconds, parts) = (time_t(clamping: time), tm())
        return localtime_r(&seconds, &parts) == nil ? 0 : Int64(parts.tm_gmtoff)
    }
}
