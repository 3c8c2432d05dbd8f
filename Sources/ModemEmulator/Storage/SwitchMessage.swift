/// The SCSI command that a firmware takes for the order to turn, as it stands in usb_modeswitch's file for the stick.
struct SwitchMessage: Equatable, Sendable {
    var command: [UInt8]
    var unit: UInt8 = 0
    /// Bytes the host expects back.
    var dataLength: UInt32
    /// Whether they come. If not, the endpoint stalls in their place, and the command has passed all the same.
    var isAnswered = false

    /// To the last byte, but for the tag, which is the host's.
    func matches(_ wrapper: CommandBlockWrapper) -> Bool {
        wrapper.command == command && wrapper.unit == unit && wrapper.dataLength == dataLength
    }

    /// 19d2:2000, 19d2:1421 and others.
    static let passThrough = SwitchMessage(command: [0x85, 1, 1, 1, 0x18, 1, 1, 1, 1, 1, 0, 0], dataLength: 32)
    /// 19d2:0166.
    static let shortPassThrough = SwitchMessage(
        command: [0x85, 0, 0, 0, 0x24, 0], dataLength: 36, isAnswered: true)
    /// 19d2:fff5: 192 bytes come back.
    static let cdma = SwitchMessage(command: [0x9F, 3, 0, 0, 0, 0], dataLength: 192, isAnswered: true)
    /// 19d2:ffe6: the card slot is told, not the disc.
    static let toSlot = SwitchMessage(
        command: [0xDF, 0x20, 0, 0, 0, 0, 0, 0], unit: 1, dataLength: 36, isAnswered: true)
    /// 19d2:1514: a command as long as the wrapper allows, and no data.
    static let long = SwitchMessage(command: [0xFF] + [UInt8](repeating: 0, count: 15), dataLength: 0)
}
