/// What the file of messages holds; as ``Schema``.
enum MessageSchema {
    static let steps = [
        // 1: messages, their parts, and the places they may still be in.
        """
        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT, card TEXT NOT NULL, direction TEXT NOT NULL, number TEXT NOT NULL,
            time TEXT NOT NULL, stored INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '',
            kind TEXT NOT NULL, content TEXT NOT NULL, parts INTEGER NOT NULL, missing INTEGER NOT NULL DEFAULT 0,
            reference INTEGER NOT NULL DEFAULT -1, class INTEGER NOT NULL DEFAULT -1, port INTEGER NOT NULL DEFAULT -1,
            report INTEGER NOT NULL DEFAULT 0, validity INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE INDEX message_of_card ON message (card, id)",
        "CREATE INDEX message_in_state ON message (state, card, id)",
        // Of a received one its octets and what they say; of a sent one how far it is, and the number of its report.
        """
        CREATE TABLE message_part (
            message INTEGER NOT NULL, number INTEGER NOT NULL, octets TEXT NOT NULL DEFAULT '',
            kind TEXT NOT NULL DEFAULT '', content TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL DEFAULT '', reference INTEGER NOT NULL DEFAULT -1, reason TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (message, number)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX message_part_in_state ON message_part (state) WHERE state IN ('queued', 'sending')",
        """
        CREATE TRIGGER message_gone AFTER DELETE ON message
        BEGIN DELETE FROM message_part WHERE message = old.id; END
        """,
        """
        CREATE TABLE message_place (
            holder TEXT NOT NULL, memory TEXT NOT NULL, slot INTEGER NOT NULL, octets TEXT NOT NULL,
            PRIMARY KEY (holder, memory, slot)
        ) STRICT, WITHOUT ROWID
        """,
    ]

    /// "zteS".
    static let applicationID = 0x7a74_6553
}
