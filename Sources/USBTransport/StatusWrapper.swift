internal import ModemCore

/// The 13 bytes that end a command (USB MSC BOT 1.0, 5.2).
enum StatusWrapper {
    static let length = 13

    static func status(_ bytes: [UInt8], tag: UInt32) -> CommandStatus {
        guard isStatus(bytes), word(bytes, at: 4) == tag else { return .malformed }
        switch bytes[12] {
        case 0: return .passed
        case 1: return .failed
        case 2: return .phaseError
        default: return .malformed
        }
    }

    /// Length and signature are right: some sticks leave the data phase out and send this in its place.
    static func isStatus(_ bytes: [UInt8]) -> Bool { bytes.count == length && bytes.starts(with: Array("USBS".utf8)) }

    private static func word(_ bytes: [UInt8], at offset: Int) -> UInt32 {
        bytes[offset..<offset + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
