package import DBus

/// `org.ztemodem1.Usage`, on every SIM that was ever seen.
package enum UsageInterface {
    package static let name = BusName.ztemodem + ".Usage"

    package static let today = PropertyDeclaration<[String: Value]>(
        name, "Today",
        "Since the day began, local time, by whole hours of UTC: rx-bytes t, tx-bytes t, seconds t of connection, of these "
            + "roaming-rx-bytes t and roaming-tx-bytes t in foreign networks; time t is when the day began.",
        change: .coalesced)
    package static let month = PropertyDeclaration<[String: Value]>(
        name, "Month", "Since the day of the month the limit begins on: as Today.", change: .coalesced)
    package static let limit = PropertyDeclaration<[String: Value]>(
        name, "Limit",
        "What SetLimit set, and used t bytes of it in this month, exceeded b; empty without a limit.",
        change: .coalesced)

    package static let query = MethodDeclaration<UInt64, UInt64, String, [[String: Value]]>(
        name, "Query",
        "What was used in the hours that begin between two times in seconds since 1970 UTC, by step (hour, day or month, which "
            + "begins as Month does): the keys of Today, the oldest first; without those in which nothing was used. Hours stay "
            + "for 400 days.",
        ["from", "to", "step"], returns: "usage", requires: .identity, fails: [.storageFailed])
    package static let setLimit = MethodDeclaration<[String: Value], Void>(
        name, "SetLimit",
        "Sets the limit of a month: bytes t, received and sent together; first-day u (1 to 28, else 1); action s: warn (else) "
            + "shows that it was reached, disconnect ends the call within 15 s and has Connect fail with QuotaExceeded. Empty "
            + "removes it.",
        ["limit"], requires: .config, fails: [.storageFailed])

    package static let declaration = InterfaceDeclaration(
        name, "How much data one SIM has used.", methods: [query, setLimit], properties: [today, month, limit])
}
