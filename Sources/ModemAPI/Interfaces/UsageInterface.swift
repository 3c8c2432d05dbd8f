package import DBus

/// `org.ztemodem1.Usage`, on every SIM that was ever seen.
package enum UsageInterface {
    package static let name = BusName.ztemodem + ".Usage"

    package static let today = PropertyDeclaration<[String: Value]>(
        name, "Today", "Since midnight, local time: rx-bytes t, tx-bytes t, seconds t of connection.",
        change: .coalesced)
    package static let month = PropertyDeclaration<[String: Value]>(
        name, "Month", "Since the day of the month the limit begins on: as Today.", change: .coalesced)
    package static let limit = PropertyDeclaration<[String: Value]>(
        name, "Limit", "What SetLimit set; empty without a limit.")

    package static let query = MethodDeclaration<UInt64, UInt64, String, [[String: Value]]>(
        name, "Query",
        "What was used between two times in seconds since 1970 UTC, by step (hour, day or month): time t, rx-bytes t, "
            + "tx-bytes t, seconds t.",
        ["from", "to", "step"], returns: "usage", requires: .identity, fails: [.storageFailed])
    package static let setLimit = MethodDeclaration<[String: Value], Void>(
        name, "SetLimit",
        "Sets the limit of a month: bytes t, first-day u (1 to 28), action s (warn or disconnect); empty removes it.",
        ["limit"], requires: .config, fails: [.storageFailed])

    package static let declaration = InterfaceDeclaration(
        name, "How much data one SIM has used.", methods: [query, setLimit], properties: [today, month, limit])
}
