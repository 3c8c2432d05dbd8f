@testable import ModemEmulator

/// What a kernel writes, built here on its own.
enum Wire {
    static func submit(
        _ sequence: UInt32, endpoint: UInt32, isIn: Bool, length: Int, setup: [UInt8] = [], data: [UInt8] = [],
        packets: UInt32 = .max
    ) -> [UInt8] {
        var bytes = words([1, sequence, 0x10002, isIn ? 1 : 0, endpoint, 0, UInt32(length), 0, packets, 0])
        bytes += setup + [UInt8](repeating: 0, count: 8 - setup.count)
        return bytes + data
    }

    static func unlink(_ sequence: UInt32, victim: UInt32) -> [UInt8] {
        words([2, sequence, 0x10002, 0, 0, victim, 0, 0, 0, 0, 0, 0])
    }

    static func words(_ words: [UInt32]) -> [UInt8] {
        words.flatMap { [UInt8($0 >> 24), UInt8($0 >> 16 & 255), UInt8($0 >> 8 & 255), UInt8($0 & 255)] }
    }
}
