/// What a message says. Text may hold any character, also those a terminal takes for commands.
package enum ShortMessageContent: Hashable, Sendable {
    case text(String)
    /// 8-bit data, or what cannot be read: a compressed message, an alphabet that is reserved.
    case data([UInt8])
}

/// Where the sender wants a message to be kept (3GPP TS 23.038, 4).
package enum MessageClass: UInt8, CaseIterable, Sendable {
    /// Shown at once, and not stored by itself.
    case flash = 0
    /// In the stick.
    case equipment = 1
    case sim = 2
    /// In what is attached to the stick.
    case terminal = 3
}
