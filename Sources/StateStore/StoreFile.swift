internal import Glibc

/// The file itself: every function opens it, does its work and closes it, on a lane.
struct StoreFile: Sendable {
    let path: String

    struct Row: Equatable, Sendable {
        let usbID: String
        let stick: String
        let method: String
    }

    /// Everything in it, the oldest first.
    struct Contents: Equatable, Sendable {
        var methods: [Row] = []
        var dataPorts: [DataPortRow] = []
        var dialNumbers: [DialNumberRow] = []
        var wishes: [WishRow] = []
        var pinTries: [PINTryRow] = []
    }

    private var aside: SetAside { SetAside(path: path, limit: 9) }

    /// All rows, and what had to be put aside to get there.
    func load() -> (contents: Contents, troubles: [String]) {
        var troubles: [String] = []
        do throws(StoreError) {
            do throws(StoreError) {
                if let word = try takeBackNewer() { troubles.append(word) }
                return (try contents(), troubles)
            } catch {
                troubles.append(try aside.makeRoom(for: error))
                return (try contents(), troubles)
            }
        } catch {
            return (Contents(), troubles + ["\(path): \(error)"])
        }
    }

    /// What a newer version had learnt is worth more than what was learnt in between, which is kept.
    private func takeBackNewer() throws(StoreError) -> String? {
        for newer in aside.newerOnes {
            // Fit to be read by now, or left where it is.
            do throws(StoreError) { _ = try StoreFile(path: newer).open() } catch { continue }
            var interim = path + ".interim"
            if rename(path, interim) == 0 {
                rename(path + "-journal", interim + "-journal")
            } else {
                interim = "nothing"
            }
            guard rename(newer, path) == 0 else {
                rename(interim, path)
                continue
            }
            rename(newer + "-journal", path + "-journal")
            return "\(newer) is of use again, and is \(path) now; what was in its place is \(interim)"
        }
        return nil
    }

    func write(_ row: Row, learnt: UInt64) throws(StoreError) {
        let database = try open()
        try database.transaction { () throws(StoreError) in
            try database.run(
                """
                INSERT INTO switch_method VALUES (?, ?, ?, ?)
                ON CONFLICT DO UPDATE SET method = excluded.method, learnt = excluded.learnt
                """,
                [.text(row.usbID), .text(row.stick), .text(row.method), .integer(Int64(clamping: learnt))])
            try database.keepNewest(StateStore.stickLimit, in: "switch_method", key: "usb_id, stick")
        }
    }

    private func contents() throws(StoreError) -> Contents {
        let database = try open()
        var contents = Contents()
        try database.query("SELECT usb_id, stick, method FROM switch_method ORDER BY learnt") { columns in
            contents.methods.append(Row(usbID: columns[0], stick: columns[1], method: columns[2]))
        }
        contents.dataPorts = try dataPorts(in: database)
        contents.dialNumbers = try dialNumbers(in: database)
        contents.wishes = try wishes(in: database)
        contents.pinTries = try pinTries(in: database)
        return contents
    }

    func open() throws(StoreError) -> Database {
        let database = try Database.open(path)
        // It names sticks by their serial numbers, which is nobody's business.
        chmod(path, 0o600)
        try Schema.prepare(database)
        return database
    }
}
