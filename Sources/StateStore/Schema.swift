/// What the file holds. Each step brings it from the version of its place to the next one; none is ever changed.
enum Schema {
    static let steps = [
        // 1: how a stick was switched.
        """
        CREATE TABLE switch_method (
            usb_id TEXT NOT NULL, stick TEXT NOT NULL, method TEXT NOT NULL, learnt INTEGER NOT NULL,
            PRIMARY KEY (usb_id, stick)
        ) STRICT, WITHOUT ROWID
        """,
        // 2: on which interface a call came up.
        """
        CREATE TABLE data_port (
            imei TEXT NOT NULL, usb_id TEXT NOT NULL, interface INTEGER NOT NULL, learnt INTEGER NOT NULL,
            PRIMARY KEY (imei, usb_id)
        ) STRICT, WITHOUT ROWID
        """,
        // 3: which access point worked with a SIM.
        """
        CREATE TABLE access_point (
            card TEXT NOT NULL PRIMARY KEY, apn TEXT NOT NULL, username TEXT NOT NULL, learnt INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        // 4: by which number a call came up.
        """
        CREATE TABLE dial_number (
            imei TEXT NOT NULL, usb_id TEXT NOT NULL, number TEXT NOT NULL, learnt INTEGER NOT NULL,
            PRIMARY KEY (imei, usb_id)
        ) STRICT, WITHOUT ROWID
        """,
        // 5: which connection is wanted of a stick.
        """
        CREATE TABLE wish (
            imei TEXT NOT NULL PRIMARY KEY, profile TEXT NOT NULL, since INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID
        """,
        // 6: which SIMs were seen, by what name everybody may know them, and what they may use.
        """
        CREATE TABLE sim (
            number INTEGER PRIMARY KEY, card TEXT NOT NULL UNIQUE, id TEXT NOT NULL UNIQUE, seen INTEGER NOT NULL,
            limit_bytes INTEGER NOT NULL DEFAULT 0, limit_first_day INTEGER NOT NULL DEFAULT 1,
            limit_action TEXT NOT NULL DEFAULT '',
            link TEXT NOT NULL, link_rx INTEGER NOT NULL, link_tx INTEGER NOT NULL
        ) STRICT
        """,
        // 7: what they used in which hour since 1970.
        """
        CREATE TABLE usage (
            sim INTEGER NOT NULL, hour INTEGER NOT NULL, roaming INTEGER NOT NULL,
            rx INTEGER NOT NULL, tx INTEGER NOT NULL, seconds INTEGER NOT NULL,
            PRIMARY KEY (sim, hour, roaming)
        ) STRICT, WITHOUT ROWID
        """,
        // 8: which stored PINs were sent to which SIM, and what it made of them.
        """
        CREATE TABLE pin_try (
            card TEXT NOT NULL, mark TEXT NOT NULL, boot TEXT NOT NULL, outcome TEXT NOT NULL,
            learnt INTEGER NOT NULL,
            PRIMARY KEY (card, mark)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    static var version: Int { steps.count }

    /// Brings the file up to date.
    /// - Throws: ``StoreError`` for a file of a newer version or of somebody else.
    static func prepare(_ database: borrowing Database) throws(StoreError) {
        try check(database)
        try bring(database, through: steps, of: applicationID)
    }

    /// Takes the longer the more there is.
    static func check(_ database: borrowing Database) throws(StoreError) {
        var damage = ""
        try database.query("PRAGMA quick_check(1)") { damage = $0[0] }
        if damage != "ok" { throw StoreError.damaged(damage) }
    }

    /// Of any of our files.
    static func bring(
        _ database: borrowing Database, through steps: [String], of applicationID: Int
    ) throws(StoreError) {
        let version = steps.count
        let found = try number(of: "user_version", in: database)
        let owner = try number(of: "application_id", in: database)
        if found < 0 || (found == 0 && owner == applicationID) {
            throw StoreError.damaged("its version is \(found)")
        }
        if found == 0, owner == 0 {
            var tables = 0
            try database.query("SELECT count(*) FROM sqlite_schema") { tables = Int($0[0]) ?? 1 }
            if tables > 0 { throw StoreError.foreign }
        } else if owner != applicationID {
            throw StoreError.foreign
        }
        if found > version { throw StoreError.newer(version: found) }
        if found == version { return }
        try database.transaction { () throws(StoreError) in
            for step in steps[found...] { try database.run(step) }
            try database.run("PRAGMA application_id = \(applicationID)")
            try database.run("PRAGMA user_version = \(version)")
        }
    }

    /// "zteM": tells our file from any other (SQLite file format, 1.3.17).
    private static let applicationID = 0x7a74_654d

    private static func number(of pragma: String, in database: borrowing Database) throws(StoreError) -> Int {
        var number = 0
        try database.query("PRAGMA \(pragma)") { number = Int($0[0]) ?? 0 }
        return number
    }
}
