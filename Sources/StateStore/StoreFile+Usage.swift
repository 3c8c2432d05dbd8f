internal import ModemCore

// The tables of SIMs and of what they used. A card is its ICCID: the file is its owner's alone.
extension StoreFile {
    /// So many old hours go at a time: a clock that is in another century for a moment takes no more with it.
    private static let oldHoursAtOnce: Int64 = 48
    /// Sums stay whole numbers of SQLite, which has 64 bits with a sign.
    private static let half = Int64.max / 2

    func usage(from hour: UInt64) throws(StoreError) -> [StoredUsage] {
        let database = try open()
        var rows: [(number: String, stored: StoredUsage)] = []
        try database.query(
            """
            SELECT number, card, id, seen, limit_bytes, limit_first_day, limit_action, link, link_rx, link_tx
            FROM sim ORDER BY seen DESC
            """
        ) { columns in
            if let stored = Self.stored(columns) { rows.append((columns[0], stored)) }
        }
        var all: [StoredUsage] = []
        for var row in rows {
            row.stored.hours = try Self.hours(in: database, "sim = ?", [.integer(Int64(row.number) ?? 0)], hour, .max)
            all.append(row.stored)
        }
        return all
    }

    func hours(of card: String, from: UInt64, to: UInt64) throws(StoreError) -> [UsageHour: UsageAmount] {
        try Self.hours(in: try open(), "sim = (SELECT number FROM sim WHERE card = ?)", [.text(card)], from, to)
    }

    func write(_ batches: [UsageBatch], forgetting old: [ForgottenUsage]) throws(StoreError) {
        let database = try open()
        try database.transaction { () throws(StoreError) in
            for forgotten in old { try Self.forget(forgotten, in: database) }
            for batch in batches {
                try Self.writeCard(batch, in: database)
                for (hour, amount) in batch.hours { try Self.add(amount, in: hour, of: batch.card, to: database) }
            }
        }
    }

    func write(_ limit: UsageLimit?, of batch: UsageBatch) throws(StoreError) {
        let database = try open()
        try database.transaction { () throws(StoreError) in
            try Self.writeCard(batch, in: database)
            // Zero is no limit: none is as small as that.
            try database.run(
                "UPDATE sim SET limit_bytes = ?, limit_first_day = ?, limit_action = ? WHERE card = ?",
                [
                    .integer(Int64(clamping: limit?.bytes ?? 0)), .integer(Int64(limit?.firstDay ?? 1)),
                    .text(limit?.action.rawValue ?? ""), .text(batch.card),
                ])
        }
    }

    // MARK: Rows

    private static func writeCard(_ batch: UsageBatch, in database: borrowing Database) throws(StoreError) {
        try database.run(
            """
            INSERT INTO sim (card, id, seen, link, link_rx, link_tx) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (card) DO UPDATE SET
                seen = excluded.seen, link = excluded.link, link_rx = excluded.link_rx, link_tx = excluded.link_tx
            """,
            [
                .text(batch.card), .text(batch.identifier), .integer(Int64(clamping: batch.seen)),
                .text(batch.link?.interface ?? ""), .integer(Int64(clamping: batch.link?.count.receivedBytes ?? 0)),
                .integer(Int64(clamping: batch.link?.count.sentBytes ?? 0)),
            ])
    }

    private static func add(
        _ amount: UsageAmount, in hour: UsageHour, of card: String, to database: borrowing Database
    ) throws(StoreError) {
        try database.run(
            """
            INSERT INTO usage (sim, hour, roaming, rx, tx, seconds)
                SELECT number, ?, ?, ?, ?, ? FROM sim WHERE card = ?
            ON CONFLICT DO UPDATE SET rx = min(rx, \(half)) + excluded.rx, tx = min(tx, \(half)) + excluded.tx,
                seconds = min(seconds, \(half)) + excluded.seconds
            """,
            [
                .integer(Int64(clamping: hour.number)), .integer(hour.isRoaming ? 1 : 0),
                .integer(min(Int64(clamping: amount.receivedBytes), half)),
                .integer(min(Int64(clamping: amount.sentBytes), half)),
                .integer(min(Int64(clamping: amount.seconds), half)), .text(card),
            ])
    }

    private static func forget(_ old: ForgottenUsage, in database: borrowing Database) throws(StoreError) {
        switch old {
        case .card(let card):
            try database.run("DELETE FROM usage WHERE sim = (SELECT number FROM sim WHERE card = ?)", [.text(card)])
            try database.run("DELETE FROM sim WHERE card = ?", [.text(card)])
        case .hours(let first):
            try database.run(
                """
                DELETE FROM usage WHERE (sim, hour, roaming) IN
                    (SELECT sim, hour, roaming FROM usage WHERE hour < ? ORDER BY hour LIMIT ?)
                """, [.integer(Int64(clamping: first)), .integer(oldHoursAtOnce)])
        }
    }

    private static func hours(
        in database: borrowing Database, _ condition: String, _ card: [Database.Value], _ from: UInt64, _ to: UInt64
    ) throws(StoreError) -> [UsageHour: UsageAmount] {
        var hours: [UsageHour: UsageAmount] = [:]
        try database.query(
            "SELECT hour, roaming, rx, tx, seconds FROM usage WHERE \(condition) AND hour >= ? AND hour < ?",
            card + [.integer(Int64(clamping: from)), .integer(Int64(clamping: to))]
        ) { columns in
            let numbers = columns.compactMap { UInt64($0) }
            guard numbers.count == 5 else { return }
            let hour = UsageHour(number: numbers[0], isRoaming: numbers[1] != 0)
            hours[hour] = UsageAmount(receivedBytes: numbers[2], sentBytes: numbers[3], seconds: numbers[4])
        }
        return hours
    }

    /// Nil for an id that was not written by us: it names an object on the bus.
    private static func stored(_ columns: [String]) -> StoredUsage? {
        let id = columns[2]
        guard id.utf8.count == 16, UInt64(id, radix: 16) != nil, let seen = UInt64(columns[3]) else { return nil }
        var stored = StoredUsage(card: columns[1], identifier: id, seen: seen)
        if let bytes = UInt64(columns[4]), let firstDay = Int(columns[5]),
            let action = UsageLimit.Action(rawValue: columns[6])
        {
            stored.limit = try? UsageLimit(bytes: bytes, firstDay: firstDay, action: action)
        }
        if !columns[7].isEmpty, let received = UInt64(columns[8]), let sent = UInt64(columns[9]) {
            stored.link = UsageLink(
                interface: columns[7], count: LinkCount(receivedBytes: received, sentBytes: sent, sentPackets: 0))
        }
        return stored
    }
}
