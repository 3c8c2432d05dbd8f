internal import ModemCore

// What goes out. Each step of a part is on the disk before the next one is taken.
extension MessageFile {
    /// More at a time than any SIM is allowed to send in a day.
    private static let longestQueue = 1000

    func enqueue(_ message: OutgoingMessage, of card: String, at now: UInt64) throws(StoreError) -> UInt32? {
        try changing { database throws(StoreError) in
            let waiting = try database.count(
                "SELECT count(*) FROM message WHERE state IN ('queued', 'sending') AND card = ?", [.text(card)])
            if waiting >= Self.longestQueue { return nil }
            try database.run(
                """
                INSERT INTO message (card, direction, number, time, stored, state, kind, content, parts, class, report, validity)
                VALUES (?, 'sent', ?, ?, ?, 'queued', 'text', ?, ?, ?, ?, ?)
                """,
                [
                    .text(card), .text(message.number.text), .text(UniversalTime.text(now)),
                    .integer(Int64(clamping: now)), .text(message.text), .integer(Int64(message.parts)),
                    .integer(message.messageClass.map { Int64($0) } ?? -1), .integer(message.wantsReport ? 1 : 0),
                    .integer(Int64(message.validity ?? 0)),
                ])
            let id = try database.lastID()
            for number in 1...max(message.parts, 1) {
                try database.run(
                    "INSERT INTO message_part (message, number, state) VALUES (?, ?, 'queued')",
                    [.integer(Int64(id)), .integer(Int64(number))])
            }
            try keepNewest(of: card, in: database)
            return id
        }
    }

    func nextPart(of card: String) throws(StoreError) -> OutgoingPart? {
        let database = try open()
        var part: OutgoingPart?
        try database.query(
            """
            SELECT message.id, message_part.number, message.number, message.content, report, class, validity
            FROM message_part JOIN message ON message.id = message_part.message
            WHERE message_part.state = 'queued' AND card = ? ORDER BY message.id, message_part.number LIMIT 1
            """, [.text(card)]
        ) { part = Self.part($0) }
        return part
    }

    private static func part(_ columns: [String]) -> OutgoingPart? {
        guard let id = UInt32(columns[0]), let place = Int(columns[1]),
            let number = try? PhoneNumber(columns[2]),
            let message = try? OutgoingMessage(
                to: number, text: columns[3], wantsReport: columns[4] == "1", messageClass: UInt32(columns[5]),
                validity: UInt32(columns[6]).flatMap { $0 == 0 ? nil : $0 })
        else { return nil }
        return OutgoingPart(id: id, number: place, message: message)
    }

    func begin(_ part: OutgoingPart) throws(StoreError) -> MessageChange? {
        try changing { database throws(StoreError) in
            try Self.set(part, "sending", in: database)
            return try Self.settle(part.id, in: database)
        }
    }

    func finish(_ part: OutgoingPart, _ outcome: SendingOutcome) throws(StoreError) -> MessageChange? {
        try changing { database throws(StoreError) in
            switch outcome {
            case .sent(let reference):
                try Self.set(part, "sent", reference: reference.map { Int64($0) } ?? -1, in: database)
            case .failed(let reason):
                try Self.set(part, "failed", reason: reason, in: database)
                // A message without one of its parts is none.
                try database.run(
                    """
                    UPDATE message_part SET state = 'failed', reason = 'an earlier part was refused'
                    WHERE message = ? AND state = 'queued'
                    """, [.integer(Int64(part.id))])
            case .unknown(let reason): try Self.set(part, "unknown", reason: reason, in: database)
            case .notTried: try Self.set(part, "queued", in: database)
            }
            return try Self.settle(part.id, in: database)
        }
    }

    /// The newest message the report fits: senders count to 255 and begin anew. Where the stick did not say by what number
    /// a part went, or nobody was there to hear it, the recipient has to do; unless a message to the same number has had that
    /// report already, which may come twice.
    func note(_ report: DeliveryReport, of card: String) throws(StoreError) -> MessageChange? {
        try changing { database throws(StoreError) in
            for reference in [Int64(report.reference), -1] {
                if reference < 0, try Self.hasHad(report, of: card, in: database) { return nil }
                guard let (id, number) = try Self.awaiting(report, reference, of: card, in: database) else { continue }
                try database.run(
                    "UPDATE message_part SET state = ?, reason = ?, reference = ? WHERE message = ? AND number = ?",
                    [
                        .text(report.state.rawValue), .text(report.reason), .integer(Int64(report.reference)),
                        .integer(Int64(id)), .integer(number),
                    ])
                return try Self.settle(id, in: database)
            }
            return nil
        }
    }

    private static func hasHad(
        _ report: DeliveryReport, of card: String, in database: borrowing Database
    ) throws(StoreError) -> Bool {
        var isKnown = false
        try database.query(
            """
            SELECT message.number FROM message JOIN message_part ON message_part.message = message.id
            WHERE card = ? AND direction = 'sent' AND message_part.reference = ?
                AND message_part.state IN ('delivered', 'failed')
            ORDER BY message.id DESC LIMIT 256
            """, [.text(card), .integer(Int64(report.reference))]
        ) { columns in
            if Self.isSame(columns[0], report.number) { isKnown = true }
        }
        return isKnown
    }

    /// So far apart are a message and its report at most, in messages to the same number.
    private static func awaiting(
        _ report: DeliveryReport, _ reference: Int64, of card: String, in database: borrowing Database
    ) throws(StoreError) -> (id: UInt32, number: Int64)? {
        var found: (UInt32, Int64)?
        try database.query(
            """
            SELECT message.id, message_part.number, message.number
            FROM message JOIN message_part ON message_part.message = message.id
            WHERE card = ? AND direction = 'sent' AND report = 1 AND message.state IN ('sending', 'sent', 'unknown', 'delivered', 'failed')
                AND message_part.state IN ('sent', 'unknown') AND message_part.reference = ?
            ORDER BY message.id DESC, message_part.number LIMIT 256
            """, [.text(card), .integer(reference)]
        ) { columns in
            guard found == nil, Self.isSame(columns[2], report.number), let id = UInt32(columns[0]) else { return }
            found = (id, Int64(columns[1]) ?? 1)
        }
        return found
    }

    /// The network may know a number by another form than the one it was dialled in: the last digits tell.
    private static func isSame(_ dialled: String, _ reported: String) -> Bool {
        let (left, right) = (dialled.filter(\.isNumber), reported.filter(\.isNumber))
        let length = min(left.count, right.count, 7)
        return length > 0 && (left == right || (length >= 6 && left.suffix(length) == right.suffix(length)))
    }

    private static func set(
        _ part: OutgoingPart, _ state: String, reference: Int64 = -1, reason: String = "",
        in database: borrowing Database
    ) throws(StoreError) {
        try database.run(
            "UPDATE message_part SET state = ?, reference = ?, reason = ? WHERE message = ? AND number = ?",
            [
                .text(state), .integer(reference), .text(reason), .integer(Int64(part.id)),
                .integer(Int64(part.number)),
            ])
    }

    /// Brings the state of a message to that of its parts.
    /// - Returns: nil if it is not there any more.
    static func settle(_ id: UInt32, in database: borrowing Database) throws(StoreError) -> MessageChange? {
        var parts: [(state: MessageState, reason: String)] = []
        try database.query(
            "SELECT state, reason FROM message_part WHERE message = ? ORDER BY number", [.integer(Int64(id))]
        ) { columns in
            if let state = MessageState(rawValue: columns[0]) { parts.append((state, columns[1])) }
        }
        if parts.isEmpty { return nil }
        let state = MessageState.together(parts.map(\.state))
        let reason = parts.first { $0.state == state }?.reason ?? ""
        try database.run(
            "UPDATE message SET state = ?, reason = ? WHERE id = ?",
            [.text(state.rawValue), .text(reason), .integer(Int64(id))])
        var card: String?
        try database.query("SELECT card FROM message WHERE id = ?", [.integer(Int64(id))]) { card = $0[0] }
        return card.map { MessageChange(card: $0, id: id, state: state) }
    }
}

/// Seconds since 1970 as ISO 8601 has them.
enum UniversalTime {
    static func text(_ seconds: UInt64) -> String {
        let seconds = min(seconds, 253_402_300_799)
        let (year, month, day) = CivilDay(number: Int64(seconds / 86400)).date
        let rest = seconds % 86400
        return "\(year)-\(two(month))-\(two(day))T"
            + [rest / 3600, rest / 60 % 60, rest % 60].map { two(Int64($0)) }.joined(separator: ":") + "+00:00"
    }

    private static func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
