/// The disc in the fake drive: an ISO 9660 volume with one text file, zeros behind it.
enum CDImage {
    static let blockSize = 2048
    static let blockCount = 1024
    static let volumeName = "ZTE"

    /// `count` blocks from `block` on; the caller has checked both against ``blockCount``.
    static func read(block: Int, count: Int) -> [UInt8] {
        let start = min(block * blockSize, content.count)
        let end = min(start + count * blockSize, content.count)
        var bytes = Array(content[start..<end])
        bytes.appendZeros(count * blockSize - bytes.count)
        return bytes
    }

    private enum Block {
        static let littlePathTable = 18
        static let bigPathTable = 19
        static let root = 20
        static let file = 21
    }

    private static let text = Array("A CD-ROM that is a modem, once it is told to be one.\r\n".utf8)

    private static let content: [UInt8] = {
        var bytes: [UInt8] = []
        func place(_ block: [UInt8]) {
            bytes += block
            bytes.appendZeros((blockSize - bytes.count % blockSize) % blockSize)
        }
        bytes.appendZeros(16 * blockSize)
        place(volumeDescriptor)
        place([255] + Array("CD001".utf8) + [1])
        place([1, 0] + little32(Block.root) + [1, 0, 0, 0])
        place([1, 0] + big32(Block.root) + [0, 1, 0, 0])
        place(
            record([0], Block.root, blockSize, isDirectory: true)
                + record([1], Block.root, blockSize, isDirectory: true)
                + record(Array("README.TXT;1".utf8), Block.file, text.count, isDirectory: false))
        place(text)
        return bytes
    }()

    /// Primary volume descriptor (ECMA-119, 8.4).
    private static let volumeDescriptor: [UInt8] = {
        var bytes: [UInt8] = [1] + Array("CD001".utf8) + [1, 0]
        bytes.appendText("", width: 32)
        bytes.appendText(volumeName, width: 32)
        bytes.appendZeros(8)
        bytes += both32(blockCount)
        bytes.appendZeros(32)
        bytes += both16(1) + both16(1) + both16(blockSize) + both32(10)
        bytes += little32(Block.littlePathTable) + little32(0) + big32(Block.bigPathTable) + big32(0)
        bytes += record([0], Block.root, blockSize, isDirectory: true)
        for width in [128, 128, 128, 128, 37, 37, 37] { bytes.appendText("", width: width) }
        for _ in 0..<4 { bytes += Array("0000000000000000".utf8) + [0] }
        bytes += [1, 0]
        return bytes
    }()

    /// Directory record (ECMA-119, 9.1), 30 November 2007.
    private static func record(_ name: [UInt8], _ block: Int, _ size: Int, isDirectory: Bool) -> [UInt8] {
        let padding = name.count % 2 == 0 ? 1 : 0
        var bytes: [UInt8] = [UInt8(33 + name.count + padding), 0]
        bytes += both32(block) + both32(size)
        bytes += [107, 11, 30, 9, 40, 0, 0, isDirectory ? 2 : 0, 0, 0] + both16(1)
        bytes += [UInt8(name.count)] + name
        bytes.appendZeros(padding)
        return bytes
    }

    private static func little32(_ value: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittle(UInt32(value))
        return bytes
    }

    private static func big32(_ value: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendBig(UInt32(value))
        return bytes
    }

    private static func both32(_ value: Int) -> [UInt8] { little32(value) + big32(value) }

    private static func both16(_ value: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittle(UInt16(value))
        bytes.appendBig(UInt16(value))
        return bytes
    }
}
