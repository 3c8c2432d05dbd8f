// What is learnt is bounded, in memory and in the file: the oldest goes first.
extension Dictionary {
    /// What goes for the newcomer is still in the file, unless that has too many as well.
    mutating func remember(_ value: Value, for key: Key, atMost limit: Int) {
        if count >= limit, self[key] == nil { remove(at: startIndex) }
        self[key] = value
    }
}

extension Database {
    /// - Parameters:
    ///   - key: the columns of the primary key.
    ///   - age: the column that says when a row was written.
    func keepNewest(_ limit: Int, in table: String, key: String, by age: String = "learnt") throws(StoreError) {
        try run(
            "DELETE FROM \(table) WHERE (\(key)) IN (SELECT \(key) FROM \(table) ORDER BY \(age) DESC LIMIT -1 OFFSET ?)",
            [.integer(Int64(limit))])
    }
}
