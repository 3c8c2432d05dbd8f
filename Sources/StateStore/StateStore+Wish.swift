internal import EventLoop
package import ModemCore

extension StateStore: WishMemory {
    package func remember(_ profile: ProfileID, wantedOf stick: IMEI) {
        guard wishes[stick] != profile else { return }
        wishes.remember(profile, for: stick, atMost: Self.stickLimit)
        let row = StoreFile.WishRow(imei: stick.digits, profile: profile.text)
        let now = wallClock()
        write { file throws(StoreError) in try file.write(row, since: now) }
    }

    package func forgetWish(of stick: IMEI) {
        guard wishes.removeValue(forKey: stick) != nil else { return }
        write { file throws(StoreError) in try file.removeWish(of: stick.digits) }
    }

    /// What is no IMEI or profile was not written by us.
    func restore(_ rows: [StoreFile.WishRow]) {
        for row in rows {
            guard let imei = IMEI(row.imei), let profile = try? ProfileID(row.profile) else { continue }
            wishes[imei] = profile
        }
    }
}

extension StoreFile {
    struct WishRow: Equatable, Sendable {
        let imei: String
        let profile: String
    }

    func write(_ row: WishRow, since: UInt64) throws(StoreError) {
        let database = try open()
        try database.transaction { () throws(StoreError) in
            try database.run(
                """
                INSERT INTO wish VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET profile = excluded.profile, since = excluded.since
                """, [.text(row.imei), .text(row.profile), .integer(Int64(clamping: since))])
            try database.keepNewest(StateStore.stickLimit, in: "wish", key: "imei", by: "since")
        }
    }

    func removeWish(of imei: String) throws(StoreError) {
        try open().run("DELETE FROM wish WHERE imei = ?", [.text(imei)])
    }

    func wishes(in database: borrowing Database) throws(StoreError) -> [WishRow] {
        var rows: [WishRow] = []
        try database.query("SELECT imei, profile FROM wish ORDER BY since") { columns in
            rows.append(WishRow(imei: columns[0], profile: columns[1]))
        }
        return rows
    }
}
