/// The time a service centre names, with its own zone (3GPP TS 23.040, 9.2.3.11).
package struct ServiceCentreTime: Hashable, Sendable {
    /// ISO 8601, such as `2026-11-25T07:30:00+01:00`.
    package let text: String
    /// Of the same moment, since 1970 in UTC: to sort by.
    package let unixSeconds: Int

    /// Seven octets of semi-octets. Nil: no day of the calendar, no time of a day, or no zone of this earth. Two digits
    /// of a year below 90 belong to this century.
    init?(_ octets: ArraySlice<UInt8>) { return nil }
}
