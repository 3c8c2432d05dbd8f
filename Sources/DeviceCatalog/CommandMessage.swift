internal import KeyFile

/// A command block wrapper as it stands in a device file (USB MSC BOT 1.0, 5.1).
enum CommandMessage {
    static let length = 31
    /// More than a switch message has been seen to ask for (192), less than anything that matters.
    static let dataLimit = 4096

    /// The bytes of a message that can be sent.
    static func checked(_ text: String, line: Int, key: String) throws(KeyFileFault) -> [UInt8] {
        guard let bytes = bytes(text) else { throw KeyFileFault(line, "\(key) is \(2 * length) hexadecimal digits") }
        if let fault = fault(in: bytes) { throw KeyFileFault(line, "\(key): \(fault)") }
        return bytes
    }

    /// Two digits for each byte, no blanks.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 2 * length else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }

    /// What keeps it from being a wrapper that can be sent, or nil.
    static func fault(in bytes: [UInt8]) -> String? {
        guard bytes.count == length else { return "\(bytes.count) bytes instead of \(length)" }
        guard bytes.starts(with: Array("USBC".utf8)) else { return "does not begin with USBC" }
        let dataLength = bytes[8..<12].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        let flags = bytes[12]
        guard flags & 0x7f == 0 else { return "reserved bits in the flags" }
        guard dataLength <= dataLimit else { return "asks for \(dataLength) bytes of data" }
        guard dataLength == 0 || flags == 0x80 else { return "announces data for the stick, and there is none" }
        guard bytes[13] <= 15 else { return "LUN \(bytes[13])" }
        guard (1...16).contains(bytes[14]) else { return "a command of \(bytes[14]) bytes" }
        return nil
    }
}
