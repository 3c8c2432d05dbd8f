/// A command block wrapper (USB Mass Storage Class, Bulk-Only Transport 1.0, 5.1).
struct CommandBlockWrapper: Equatable, Sendable {
    static let length = 31

    var tag: UInt32
    /// Bytes the host expects to move in the data stage.
    var dataLength: UInt32
    var isIn: Bool
    var unit: UInt8
    var command: [UInt8]

    /// nil unless valid and meaningful (6.2): exact length, signature, reserved bits zero, a command of 1 to 16 bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length, bytes.littleEndian(UInt32.self, at: 0) == 0x4342_5355,
            let tag = bytes.littleEndian(UInt32.self, at: 4), let dataLength = bytes.littleEndian(UInt32.self, at: 8),
            bytes[12] & 0x7F == 0, bytes[13] <= 15, (1...16).contains(bytes[14])
        else { return nil }
        self.tag = tag
        self.dataLength = dataLength
        isIn = bytes[12] & 0x80 != 0
        unit = bytes[13]
        command = Array(bytes[15..<15 + Int(bytes[14])])
    }
}

/// How a command ended (5.2).
enum CommandStatus: UInt8, Sendable {
    case passed = 0
    case failed = 1
    case phaseError = 2
}

enum CommandStatusWrapper {
    static func bytes(tag: UInt32, residue: UInt32, status: CommandStatus) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittle(UInt32(0x5342_5355))
        bytes.appendLittle(tag)
        bytes.appendLittle(residue)
        bytes.append(status.rawValue)
        return bytes
    }
}
