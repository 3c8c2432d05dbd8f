internal import ModemCore

// What is asked of the archive.
extension MessageFile {
    private static let columns =
        "id, direction, number, time, stored, state, reason, parts, missing, class, port, kind, content"

    func messages(of card: String, _ query: MessageQuery) throws(StoreError) -> [ArchivedMessage] {
        var conditions = ["card = ?"]
        var values: [Database.Value] = [.text(card)]
        func add(_ condition: String, _ value: Database.Value?) {
            guard let value else { return }
            conditions.append(condition)
            values.append(value)
        }
        add("direction = ?", query.direction.map { .text($0.rawValue) })
        add("state = ?", query.state.map { .text($0.rawValue) })
        add("id < ?", query.before.map { .integer(Int64($0)) })
        add("id > ?", query.after.map { .integer(Int64($0)) })
        if let search = query.search {
            conditions.append("(instr(lower(number), lower(?)) OR (kind = 'text' AND instr(lower(content), lower(?))))")
            values += [.text(search), .text(search)]
        }
        values.append(.integer(Int64(min(max(query.limit, 1), MessageQuery.largestLimit))))
        let database = try open()
        var messages: [ArchivedMessage] = []
        try database.query(
            """
            SELECT \(Self.columns) FROM message WHERE \(conditions.joined(separator: " AND "))
            ORDER BY id \(query.after == nil ? "DESC" : "ASC") LIMIT ?
            """, values
        ) { columns in
            if let message = Self.message(columns, withContent: query.withContent) { messages.append(message) }
        }
        return messages
    }

    func message(_ id: UInt32, of card: String) throws(StoreError) -> ArchivedMessage? {
        let database = try open()
        var message: ArchivedMessage?
        try database.query(
            "SELECT \(Self.columns) FROM message WHERE id = ? AND card = ?", [.integer(Int64(id)), .text(card)]
        ) { message = Self.message($0, withContent: true) }
        return message
    }

    func delete(_ id: UInt32, of card: String) throws(StoreError) -> Bool {
        try changing { database throws(StoreError) in
            let values: [Database.Value] = [.integer(Int64(id)), .text(card)]
            let count = try database.count("SELECT count(*) FROM message WHERE id = ? AND card = ?", values)
            try database.run("DELETE FROM message WHERE id = ? AND card = ?", values)
            return count > 0
        }
    }

    /// Nil for a row that was not written by us.
    private static func message(_ columns: [String], withContent: Bool) -> ArchivedMessage? {
        guard let id = UInt32(columns[0]), let direction = MessageDirection(rawValue: columns[1]),
            let state = MessageState(rawValue: columns[5])
        else { return nil }
        return ArchivedMessage(
            id: id, direction: direction, number: columns[2], time: columns[3], stored: UInt64(columns[4]) ?? 0,
            state: state, reason: columns[6], parts: Int(columns[7]) ?? 1, missing: Int(columns[8]) ?? 0,
            messageClass: UInt8(columns[9]), port: UInt16(columns[10]),
            content: withContent ? StoredContent(kind: columns[11], text: columns[12]).content : nil)
    }
}
