internal import Glibc
internal import ModemCore

/// The file of messages: every function opens it, does its work and closes it, on a lane. A card is its ICCID: the file is
/// its owner's alone.
struct MessageFile: Sendable {
    let path: String
    let retention: MessageRetention

    private var aside: SetAside { SetAside(path: path, limit: SetAside.all) }

    /// One that cannot be used is put aside, never thrown away; what was being sent when it was last open has an unknown
    /// outcome.
    /// - Returns: the cards it has messages of, and what is wrong.
    func load() throws(StoreError) -> (cards: [String], troubles: [String]) {
        var troubles: [String] = []
        do throws(StoreError) {
            _ = try checkedCards()
        } catch {
            troubles.append(try aside.makeRoom(for: error))
        }
        troubles += takeBackNewer()
        return (try checkedCards(), troubles)
    }

    /// After a downgrade and an upgrade there are two files, and messages in both: those of the newer one come in front, under
    /// the numbers they had.
    private func takeBackNewer() -> [String] {
        var troubles: [String] = []
        for newer in aside.newerOnes {
            let other = MessageFile(path: newer, retention: retention)
            do throws(StoreError) {
                _ = try other.checkedCards()
            } catch {
                // Of a version newer still, or damaged meanwhile: there is another day.
                continue
            }
            do throws(StoreError) {
                try other.take(everythingOf: path)
                guard rename(newer, path) == 0 else {
                    throw .keptFromBeingPutAside("\(newer) cannot take its place back")
                }
                troubles.append("\(path): the messages of \(newer) are back")
            } catch {
                troubles.append("\(newer): \(error)")
            }
        }
        return troubles
    }

    /// Those of the other file follow, under numbers that are free. All of them or none; twice is once.
    private func take(everythingOf other: String) throws(StoreError) {
        let database = try open()
        try database.run("ATTACH DATABASE ? AS interim", [.text(other)])
        try database.transaction { () throws(StoreError) in
            let last = try database.count(
                "SELECT coalesce(max(seq), 0) FROM main.sqlite_sequence WHERE name = 'message'")
            let columns = """
                card, direction, number, time, stored, state, reason, kind, content, parts, missing, reference, class,
                port, report, validity
                """
            try database.run(
                "INSERT INTO main.message (id, \(columns)) SELECT id + ?, \(columns) FROM interim.message",
                [.integer(Int64(last))])
            try database.run(
                """
                INSERT INTO main.message_part (message, number, octets, kind, content, state, reference, reason)
                    SELECT message + ?, number, octets, kind, content, state, reference, reason FROM interim.message_part
                """, [.integer(Int64(last))])
            try database.run("INSERT OR REPLACE INTO main.message_place SELECT * FROM interim.message_place")
            // The other file has its place until this one takes it: what was copied must not be copied again.
            try database.run("DELETE FROM interim.message")
            try database.run("DELETE FROM interim.message_place")
        }
    }

    private func checkedCards() throws(StoreError) -> [String] {
        let database = try open()
        try Schema.check(database)
        try database.transaction { () throws(StoreError) in try Self.recover(database) }
        var cards: [String] = []
        try database.query("SELECT DISTINCT card FROM message") { cards.append($0[0]) }
        return cards
    }

    private static func recover(_ database: borrowing Database) throws(StoreError) {
        var interrupted: [UInt32] = []
        try database.query("SELECT DISTINCT message FROM message_part WHERE state = 'sending'") { columns in
            if let id = UInt32(columns[0]) { interrupted.append(id) }
        }
        try database.run(
            "UPDATE message_part SET state = 'unknown', reason = ? WHERE state = 'sending'",
            [.text("the service ended while it was being sent")])
        for id in interrupted { _ = try settle(id, in: database) }
    }

    func open() throws(StoreError) -> Database {
        let database = try Database.open(path, outlivesPowerCut: true)
        // Nobody else's business.
        chmod(path, 0o600)
        try Schema.bring(database, through: MessageSchema.steps, of: MessageSchema.applicationID)
        return database
    }

    /// - Returns: what `body` did; all of it happened or nothing.
    func changing<Outcome>(
        _ body: (borrowing Database) throws(StoreError) -> Outcome
    ) throws(StoreError) -> Outcome {
        let database = try open()
        var outcome: Outcome?
        try database.transaction { () throws(StoreError) in outcome = try body(database) }
        guard let outcome else { throw .damaged("a transaction without a result") }
        return outcome
    }
}

extension Database {
    /// Of the row that was inserted last.
    func lastID() throws(StoreError) -> UInt32 {
        var id: UInt32?
        try query("SELECT last_insert_rowid()") { id = UInt32($0[0]) }
        guard let id else { throw .damaged("there are no numbers left for messages") }
        return id
    }

    func count(_ statement: String, _ values: [Value] = []) throws(StoreError) -> Int {
        var count = 0
        try query(statement, values) { count = Int($0[0]) ?? 0 }
        return count
    }
}
