internal import ModemCore

// What comes in. A message and the place it may still be in are written together or not at all.
extension MessageFile {
    func take(_ listing: MessageListing, of card: String, at now: UInt64) throws(StoreError) -> [MessageChange] {
        let database = try open()
        let ledger = try Self.ledger(of: listing, in: database)
        let plan = ledger.plan(for: listing)
        if plan == MessageLedger.Plan() { return [] }
        var changes: [MessageChange] = []
        try database.transaction { () throws(StoreError) in
            for index in plan.gone { try Self.forget(listing.place(index), in: database) }
            for index in plan.new {
                guard let message = listing.messages[index] else { continue }
                if let change = try Self.insert(message, of: card, at: now, in: database) { changes.append(change) }
                try Self.remember(message.octets, in: listing.place(index), in: database)
            }
            try keepNewest(of: card, in: database)
        }
        return changes
    }

    func take(_ messages: [IncomingMessage], of card: String, at now: UInt64) throws(StoreError) -> [MessageChange] {
        try changing { database throws(StoreError) in
            var changes: [MessageChange] = []
            for message in messages {
                if let change = try Self.insert(message, of: card, at: now, in: database) { changes.append(change) }
            }
            try keepNewest(of: card, in: database)
            return changes
        }
    }

    func forget(_ places: [MessagePlace]) throws(StoreError) {
        try changing { database throws(StoreError) in
            for place in places { try Self.forget(place, in: database) }
        }
    }

    // MARK: Places

    private static func ledger(
        of listing: MessageListing, in database: borrowing Database
    ) throws(StoreError) -> MessageLedger {
        var ledger = MessageLedger()
        try database.query(
            "SELECT slot, octets FROM message_place WHERE holder = ? AND memory = ?",
            [.text(listing.holder), .text(listing.memory)]
        ) { columns in
            if let slot = Int(columns[0]) { ledger.entries[slot] = HexadecimalText.octets(columns[1]) }
        }
        return ledger
    }

    private static func remember(
        _ octets: [UInt8], in place: MessagePlace, in database: borrowing Database
    ) throws(StoreError) {
        try database.run(
            "INSERT OR REPLACE INTO message_place VALUES (?, ?, ?, ?)",
            [
                .text(place.holder), .text(place.memory), .integer(Int64(place.index)),
                .text(HexadecimalText.text(octets)),
            ])
    }

    private static func forget(_ place: MessagePlace, in database: borrowing Database) throws(StoreError) {
        try database.run(
            "DELETE FROM message_place WHERE holder = ? AND memory = ? AND slot = ?",
            [.text(place.holder), .text(place.memory), .integer(Int64(place.index))])
    }

    // MARK: Messages

    /// - Returns: nil for a part that is there already.
    private static func insert(
        _ message: IncomingMessage, of card: String, at now: UInt64, in database: borrowing Database
    ) throws(StoreError) -> MessageChange? {
        guard let part = message.part else {
            let id = try insertRow(message, of: card, at: now, in: database)
            return MessageChange(card: card, id: id, state: message.state, hasArrived: message.direction == .received)
        }
        switch MessageAssembly.place(
            part.number, message.octets, into: try groups(like: message, part, of: card, at: now, in: database))
        {
        case .duplicate: return nil
        case .joins(let id):
            try insert(part, message, of: id, in: database)
            return try assemble(id, of: card, in: database)
        case .begins:
            let id = try insertRow(message, of: card, at: now, in: database)
            try insert(part, message, of: id, in: database)
            return try assemble(id, of: card, in: database)
        }
    }

    private static func insertRow(
        _ message: IncomingMessage, of card: String, at now: UInt64, in database: borrowing Database
    ) throws(StoreError) -> UInt32 {
        let content = StoredContent(message.content)
        try database.run(
            """
            INSERT INTO message (card, direction, number, time, stored, state, kind, content, parts, reference, class, port)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(card), .text(message.direction.rawValue), .text(message.number), .text(message.time),
                .integer(Int64(clamping: now)), .text(message.state.rawValue), .text(content.kind),
                .text(content.text), .integer(Int64(message.part?.count ?? 1)),
                .integer(Int64(message.part?.reference ?? -1)), .integer(message.messageClass.map { Int64($0) } ?? -1),
                .integer(message.port.map { Int64($0) } ?? -1),
            ])
        return try database.lastID()
    }

    private static func insert(
        _ part: IncomingMessage.Part, _ message: IncomingMessage, of id: UInt32, in database: borrowing Database
    ) throws(StoreError) {
        let content = StoredContent(message.content)
        try database.run(
            "INSERT INTO message_part (message, number, octets, kind, content) VALUES (?, ?, ?, ?, ?)",
            [
                .integer(Int64(id)), .integer(Int64(part.number)), .text(HexadecimalText.text(message.octets)),
                .text(content.kind), .text(content.text),
            ])
    }

    private static let groupsAtOnce = 8

    private static func groups(
        like message: IncomingMessage, _ part: IncomingMessage.Part, of card: String, at now: UInt64,
        in database: borrowing Database
    ) throws(StoreError) -> [MessageAssembly.Group] {
        var ids: [UInt32] = []
        try database.query(
            """
            SELECT id FROM message WHERE card = ? AND direction = ? AND number = ? AND reference = ? AND parts = ?
                AND stored >= ?
                AND (? = 0 OR coalesce(abs(CAST(strftime('%s', time) AS INTEGER) - ?), 0) <= \(MessageAssembly.span))
            ORDER BY id DESC LIMIT \(groupsAtOnce)
            """,
            [
                .text(card), .text(message.direction.rawValue), .text(message.number),
                .integer(Int64(part.reference)), .integer(Int64(part.count)),
                .integer(Int64(clamping: now.subtractingDownToZero(MessageAssembly.memory))),
                .integer(message.seconds), .integer(message.seconds),
            ]
        ) { columns in
            if let id = UInt32(columns[0]) { ids.append(id) }
        }
        var groups: [MessageAssembly.Group] = []
        for id in ids {
            var parts: [Int: [UInt8]] = [:]
            try database.query("SELECT number, octets FROM message_part WHERE message = ?", [.integer(Int64(id))]) {
                if let number = Int($0[0]) { parts[number] = HexadecimalText.octets($0[1]) }
            }
            groups.append(MessageAssembly.Group(id: id, parts: parts))
        }
        return groups
    }

    /// Puts together what there is of a message.
    private static func assemble(
        _ id: UInt32, of card: String, in database: borrowing Database
    ) throws(StoreError) -> MessageChange {
        var parts: [Int: MessageContent] = [:]
        try database.query("SELECT number, kind, content FROM message_part WHERE message = ?", [.integer(Int64(id))]) {
            if let number = Int($0[0]) { parts[number] = StoredContent(kind: $0[1], text: $0[2]).content }
        }
        let (count, direction, state) = try facts(of: id, in: database)
        let missing = max(count - parts.count, 0)
        let content = StoredContent(MessageAssembly.content(of: parts, count: count))
        let isReceived = direction == .received
        let next: MessageState = isReceived ? (missing == 0 ? .received : .partial) : state
        try database.run(
            "UPDATE message SET kind = ?, content = ?, missing = ?, state = ? WHERE id = ?",
            [
                .text(content.kind), .text(content.text), .integer(Int64(missing)), .text(next.rawValue),
                .integer(Int64(id)),
            ])
        return MessageChange(card: card, id: id, state: next, hasArrived: isReceived && missing == 0)
    }

    private static func facts(
        of id: UInt32, in database: borrowing Database
    ) throws(StoreError) -> (count: Int, direction: MessageDirection, state: MessageState) {
        var facts: (Int, MessageDirection, MessageState) = (1, .received, .received)
        try database.query("SELECT parts, direction, state FROM message WHERE id = ?", [.integer(Int64(id))]) {
            facts = (
                Int($0[0]) ?? 1, MessageDirection(rawValue: $0[1]) ?? .received,
                MessageState(rawValue: $0[2]) ?? .received
            )
        }
        return facts
    }

    // MARK: What does not stay

    /// So many old ones go at a time: a clock that is in another century for a moment takes no more with it.
    private static let oldAtOnce = 48

    func tidy(at now: UInt64) throws(StoreError) -> [MessageChange] {
        try changing { database throws(StoreError) in
            let first = Int64(clamping: now.subtractingDownToZero(MessageAssembly.patience))
            var changes: [MessageChange] = []
            try database.query(
                "SELECT card, id FROM message WHERE state = 'partial' AND stored < ?", [.integer(first)]
            ) { columns in
                guard let id = UInt32(columns[1]) else { return }
                changes.append(MessageChange(card: columns[0], id: id, state: .incomplete, hasArrived: true))
            }
            for change in changes {
                try database.run(
                    "UPDATE message SET state = 'incomplete' WHERE id = ?", [.integer(Int64(change.id))])
            }
            if let days = retention.days {
                let oldest = Int64(clamping: now.subtractingDownToZero(UInt64(days) * 86400))
                try database.run(
                    """
                    DELETE FROM message WHERE id IN (SELECT id FROM message
                        WHERE stored < ? AND state NOT IN ('queued', 'sending') ORDER BY id LIMIT \(Self.oldAtOnce))
                    """, [.integer(oldest)])
            }
            return changes
        }
    }

    func keepNewest(of card: String, in database: borrowing Database) throws(StoreError) {
        try database.run(
            """
            DELETE FROM message WHERE card = ?1 AND state NOT IN ('queued', 'sending') AND id <=
                (SELECT id FROM message WHERE card = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)
            """, [.text(card), .integer(Int64(retention.count))])
    }
}
