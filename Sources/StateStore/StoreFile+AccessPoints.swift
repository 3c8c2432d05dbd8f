internal import ModemCore

// The table of access points. A card is its ICCID: the file is its owner's alone.
extension StoreFile {
    func accessPoints() throws(StoreError) -> [String: AccessPointKey] {
        let database = try open()
        var found: [String: AccessPointKey] = [:]
        try database.query("SELECT card, apn, username FROM access_point") { columns in
            found[columns[0]] = AccessPointKey(accessPoint: columns[1], username: columns[2])
        }
        return found
    }

    func write(_ accessPoint: AccessPointKey, for card: String, learnt: UInt64) throws(StoreError) {
        let database = try open()
        try database.transaction { () throws(StoreError) in
            try database.run(
                """
                INSERT INTO access_point VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET apn = excluded.apn, username = excluded.username, learnt = excluded.learnt
                """,
                [
                    .text(card), .text(accessPoint.accessPoint), .text(accessPoint.username),
                    .integer(Int64(clamping: learnt)),
                ])
            try database.keepNewest(AccessPointStore.cardLimit, in: "access_point", key: "card")
        }
    }
}
