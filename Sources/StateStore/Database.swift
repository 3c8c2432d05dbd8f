internal import CSQLite
internal import Glibc

/// One open SQLite file. Every change is on the disk when the call returns (synchronous=FULL); so it belongs on a lane.
struct Database: ~Copyable {
    private let handle: OpaquePointer

    enum Value {
        case text(String)
        case integer(Int64)
    }

    private static let smallestSize = 512

    private init(_ handle: OpaquePointer) { self.handle = handle }

    /// Makes the file if it is not there.
    /// - Parameter outlivesPowerCut: a change is there after a power cut as soon as the call has returned. Otherwise the last
    ///   one may be undone: its journal may come back (SQLite, PRAGMA synchronous: EXTRA).
    static func open(_ path: String, outlivesPowerCut: Bool = false) throws(StoreError) -> Database {
        var status = stat()
        if lstat(path, &status) == 0 {
            // A FIFO would be waited for.
            if status.st_mode & S_IFMT != S_IFREG { throw .noFile }
            // Where there is less than one page, SQLite sees nothing, and would write over it.
            if (1..<smallestSize).contains(status.st_size) { throw .damaged("it has \(status.st_size) bytes") }
        }
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard let handle, code == SQLITE_OK else {
            let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close(handle)
            throw .sqlite(code: code, message: message)
        }
        sqlite3_extended_result_codes(handle, 1)
        // A service that is ending may still be writing.
        sqlite3_busy_timeout(handle, 2000)
        let database = Database(handle)
        try database.run("PRAGMA synchronous = \(outlivesPowerCut ? "EXTRA" : "FULL")")
        return database
    }

    deinit { sqlite3_close(handle) }

    func run(_ statement: String, _ values: [Value] = []) throws(StoreError) {
        try query(statement, values) { _ in }
    }

    /// Calls `row` with the columns of each row, as text; a column that is NULL is empty.
    func query(_ statement: String, _ values: [Value] = [], _ row: ([String]) -> Void) throws(StoreError) {
        var prepared: OpaquePointer?
        try check(sqlite3_prepare_v2(handle, statement, -1, &prepared, nil))
        defer { sqlite3_finalize(prepared) }
        for (index, value) in values.enumerated() {
            let position = Int32(index + 1)
            switch value {
            case .text(let text): try check(sqlite3_bind_text(prepared, position, text, -1, Self.copied))
            case .integer(let number): try check(sqlite3_bind_int64(prepared, position, number))
            }
        }
        while true {
            let code = sqlite3_step(prepared)
            if code == SQLITE_DONE { return }
            guard code == SQLITE_ROW else { return try check(code) }
            row((0..<sqlite3_column_count(prepared)).map { Self.text(prepared, $0) })
        }
    }

    /// All of it happens or nothing.
    func transaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try run("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try body()
            try run("COMMIT")
        } catch {
            try? run("ROLLBACK")
            throw error
        }
    }

    /// SQLITE_TRANSIENT, a macro Swift does not see: SQLite makes its own copy.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private static func text(_ statement: OpaquePointer?, _ column: Int32) -> String {
        sqlite3_column_text(statement, column).map { String(cString: $0) } ?? ""
    }

    private func check(_ code: Int32) throws(StoreError) {
        if code == SQLITE_OK { return }
        throw .sqlite(code: code, message: String(cString: sqlite3_errmsg(handle)))
    }
}
