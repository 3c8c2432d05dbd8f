/// The fixed answers of the two units.
enum SCSIData {
    /// SPC-3, 6.4.2.
    static func inquiry(_ unit: SCSITarget.Unit, discName: String) -> [UInt8] {
        // Peripheral type, removable, SCSI-2, response format 2, 31 more bytes.
        var bytes: [UInt8] = [unit == .disc ? 0x05 : 0x00, 0x80, 0x02, 0x02, 31, 0, 0, 0]
        bytes.appendText("ZTE", width: 8)
        bytes.appendText(unit == .disc ? discName : "MMC Storage", width: 16)
        bytes.appendText("2.31", width: 4)
        return bytes
    }

    static func modeSense6(_ unit: SCSITarget.Unit) -> [UInt8] {
        let pages = unit == .disc ? capabilities : []
        return [UInt8(3 + pages.count), 0, 0, 0] + pages
    }

    static func modeSense10(_ unit: SCSITarget.Unit) -> [UInt8] {
        let pages = unit == .disc ? capabilities : []
        return [0, UInt8(6 + pages.count), 0, 0, 0, 0, 0, 0] + pages
    }

    /// MM capabilities page 2Ah: reads discs, tray can be ejected and locked, one speed.
    private static let capabilities: [UInt8] = [
        0x2A, 18, 0x03, 0x00, 0x00, 0x00, 0x29, 0x00, 0x02, 0xC2, 0, 0, 0, 128, 0x02, 0xC2, 0, 0, 0, 0,
    ]

    static let capacity: [UInt8] = {
        var bytes: [UInt8] = []
        bytes.appendBig(UInt32(CDImage.blockCount - 1))
        bytes.appendBig(UInt32(CDImage.blockSize))
        return bytes
    }()

    /// One data track and the lead-out (MMC-5, 6.26); nil for formats a pressed disc does not need.
    static func tableOfContents(format: UInt8, inMinutes: Bool) -> [UInt8]? {
        switch format {
        case 0:
            let tracks = entry(0x01, 0, inMinutes) + entry(0xAA, CDImage.blockCount, inMinutes)
            return [0, UInt8(2 + tracks.count), 1, 1] + tracks
        case 1:
            return [0, 10, 1, 1] + entry(0x01, 0, inMinutes)
        default:
            return nil
        }
    }

    private static func entry(_ track: UInt8, _ block: Int, _ inMinutes: Bool) -> [UInt8] {
        var bytes: [UInt8] = [0, 0x14, track, 0]
        if inMinutes {
            // 75 frames a second, two seconds of lead-in.
            let frame = block + 150
            bytes += [0, UInt8(clamping: frame / 4500), UInt8(frame / 75 % 60), UInt8(frame % 75)]
        } else {
            bytes.appendBig(UInt32(block))
        }
        return bytes
    }

    /// Current profile CD-ROM, and that as the only feature (MMC-5, 5.3.1).
    static let configuration: [UInt8] = [
        0, 0, 0, 12, 0, 0, 0x00, 0x08, 0x00, 0x00, 0x03, 4, 0x00, 0x08, 0x01, 0,
    ]

    /// Media class, no change, disc present (MMC-5, 6.7).
    static let eventStatus: [UInt8] = [0, 6, 0x04, 0x10, 0x00, 0x02, 0, 0]
}
