internal import Glibc
internal import ModemCore

/// The file of messages: every function opens it, does its work and closes it, on a lane. A card is its ICCID: the file is
/// its owner's alone.
struct MessageFile: Sendable {
    let path: String
    let retention: MessageRetention

    /// One that cannot be used is put aside, never thrown away; what was being sent when it was last open has an unknown
    /// outcome.
    /// - Returns: the cards it has messages of, and what is wrong.
    func load() throws(StoreError) -> (cards: [String], troubles: [String]) {
        do throws(StoreError) {
            return (try checkedCards(), [])
        } catch {
            guard error.isOfTheFile else { throw error }
            guard let aside = putAside() else { throw error }
            return (try checkedCards(), ["\(path): \(error); it was put aside as \(aside)"])
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

    /// Under the first name that is free: an earlier one holds messages, too.
    private func putAside() -> String? {
        for number in 1...99 {
            let aside = path + (number == 1 ? ".aside" : ".aside-\(number)")
            if access(aside, F_OK) == 0 { continue }
            return rename(path, aside) == 0 ? aside : nil
        }
        return nil
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
