@testable import ModemEmulator

/// Command blocks as a host builds them.
enum Command {
    static let eject: [UInt8] = [0x1B, 0, 0, 0, 2, 0]
    static let allowRemoval: [UInt8] = [0x1E, 0, 0, 0, 0, 0]
    static let preventRemoval: [UInt8] = [0x1E, 0, 0, 0, 1, 0]
    static let ready: [UInt8] = [0, 0, 0, 0, 0, 0]
    static let message: [UInt8] = [0x85, 1, 1, 1, 0x18, 1, 1, 1, 1, 1, 0, 0]
    static let sense: [UInt8] = [3, 0, 0, 0, 18, 0]

    static func wrapper(
        _ command: [UInt8], expecting length: UInt32 = 0, isIn: Bool = true, unit: UInt8 = 0, tag: UInt32 = 7
    ) -> [UInt8] {
        var bytes: [UInt8] = Array("USBC".utf8)
        bytes.appendLittle(tag)
        bytes.appendLittle(length)
        bytes += [isIn ? 0x80 : 0, unit, UInt8(command.count)] + command
        return bytes + [UInt8](repeating: 0, count: 31 - bytes.count)
    }

    static func status(_ status: UInt8, residue: UInt32 = 0, tag: UInt32 = 7) -> [UInt8] {
        var bytes: [UInt8] = Array("USBS".utf8)
        bytes.appendLittle(tag)
        bytes.appendLittle(residue)
        return bytes + [status]
    }
}
