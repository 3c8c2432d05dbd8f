/// Operation codes that hosts send to a CD-ROM (SPC-3, MMC-5).
enum SCSICommand {
    static let testUnitReady: UInt8 = 0x00
    static let requestSense: UInt8 = 0x03
    static let inquiry: UInt8 = 0x12
    static let modeSense6: UInt8 = 0x1A
    static let startStopUnit: UInt8 = 0x1B
    static let preventAllowRemoval: UInt8 = 0x1E
    static let readCapacity: UInt8 = 0x25
    static let read10: UInt8 = 0x28
    static let readTOC: UInt8 = 0x43
    static let getConfiguration: UInt8 = 0x46
    static let getEventStatus: UInt8 = 0x4A
    static let modeSense10: UInt8 = 0x5A
    static let read12: UInt8 = 0xA8

    /// For logs.
    static func name(of command: [UInt8]) -> String {
        switch command.first {
        case testUnitReady: return "TEST UNIT READY"
        case requestSense: return "REQUEST SENSE"
        case inquiry: return "INQUIRY"
        case modeSense6, modeSense10: return "MODE SENSE"
        case startStopUnit: return "START STOP UNIT"
        case preventAllowRemoval: return "PREVENT ALLOW MEDIUM REMOVAL"
        case readCapacity: return "READ CAPACITY"
        case read10, read12: return "READ"
        case readTOC: return "READ TOC"
        case getConfiguration: return "GET CONFIGURATION"
        case getEventStatus: return "GET EVENT STATUS"
        case let code: return "command \(code.map { String($0, radix: 16) } ?? "?")"
        }
    }
}

/// Sense key, additional code and qualifier (SPC-3, 4.5).
struct SCSISense: Equatable, Sendable {
    var key: UInt8
    var code: UInt8
    var qualifier: UInt8

    static let none = SCSISense(key: 0, code: 0, qualifier: 0)
    static let noMedium = SCSISense(key: 2, code: 0x3A, qualifier: 0)
    static let invalidCommand = SCSISense(key: 5, code: 0x20, qualifier: 0)
    static let outOfRange = SCSISense(key: 5, code: 0x21, qualifier: 0)
    static let invalidField = SCSISense(key: 5, code: 0x24, qualifier: 0)
    static let noSuchUnit = SCSISense(key: 5, code: 0x25, qualifier: 0)
    static let removalPrevented = SCSISense(key: 5, code: 0x53, qualifier: 2)

    /// Fixed format, 18 bytes.
    var bytes: [UInt8] { [0x70, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, code, qualifier, 0, 0, 0, 0] }
}
