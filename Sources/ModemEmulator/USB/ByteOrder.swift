/// Integers on the wire: USB/IP and SCSI are big-endian, USB descriptors and bulk-only wrappers little-endian.
extension RandomAccessCollection<UInt8> where Index == Int {
    /// The big-endian integer `offset` bytes from the start; nil when it would end past the last byte.
    func bigEndian<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type, at offset: Int) -> Number? {
        integer(at: offset).map { (value: Number) in Number(bigEndian: value) }
    }

    /// The little-endian integer `offset` bytes from the start; nil when it would end past the last byte.
    func littleEndian<Number: FixedWidthInteger & UnsignedInteger>(_ type: Number.Type, at offset: Int) -> Number? {
        integer(at: offset).map { (value: Number) in Number(littleEndian: value) }
    }

    private func integer<Number: FixedWidthInteger>(at offset: Int) -> Number? {
        let size = MemoryLayout<Number>.size
        guard offset >= 0, offset <= count - size else { return nil }
        let start = startIndex + offset
        var value: Number = 0
        withUnsafeMutableBytes(of: &value) { $0.copyBytes(from: self[start..<start + size]) }
        return value
    }
}

extension [UInt8] {
    mutating func appendBig(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
    }

    mutating func appendLittle(_ value: some FixedWidthInteger) {
        Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    }

    mutating func appendZeros(_ count: Int) {
        append(contentsOf: repeatElement(0, count: Swift.max(count, 0)))
    }

    /// ASCII, cut or filled with spaces to `width`.
    mutating func appendText(_ text: String, width: Int) {
        let bytes = text.utf8.prefix(width)
        append(contentsOf: bytes)
        append(contentsOf: repeatElement(0x20, count: width - bytes.count))
    }
}
