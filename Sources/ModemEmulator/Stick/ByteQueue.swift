/// Bytes on their way out of a port, bounded: what does not fit is dropped, as a stick drops it.
struct ByteQueue {
    private var bytes: [UInt8] = []
    private var head = 0
    let limit: Int

    init(limit: Int) { self.limit = limit }

    var count: Int { bytes.count - head }
    var isEmpty: Bool { count == 0 }

    /// False when there was no room for all of it; then nothing is kept.
    @discardableResult
    mutating func append(_ more: [UInt8]) -> Bool {
        guard count + more.count <= limit else { return false }
        bytes += more
        return true
    }

    mutating func take(_ limit: Int) -> [UInt8] {
        let end = head + min(limit, count)
        defer { advance(to: end) }
        return head == 0 && end == bytes.count ? bytes : Array(bytes[head..<end])
    }

    mutating func removeAll() { advance(to: bytes.count) }

    private mutating func advance(to end: Int) {
        head = end
        if head == bytes.count {
            bytes = []
            head = 0
        }
    }
}
