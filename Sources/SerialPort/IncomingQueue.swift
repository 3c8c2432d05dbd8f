internal import EventLoop

/// Bytes between the tty and its one consumer.
///
/// Back-pressure: when ``capacity`` bytes wait, the tty is no longer read; the kernel's buffer fills and the stick is
/// throttled. Nothing is dropped and nothing grows.
@LoopActor final class IncomingQueue {
    static let capacity = 64 * 1024

    private var chunks: [[UInt8]] = []
    private var size = 0
    private var isFinished = false
    private var waiter: (id: UInt64, continuation: CheckedContinuation<[UInt8]?, Never>)?
    private var nextID: UInt64 = 1
    private let onRoom: @LoopActor () -> Void

    /// - Parameter onRoom: called when there is room again after there was none.
    init(onRoom: @escaping @LoopActor () -> Void) { self.onRoom = onRoom }

    var hasRoom: Bool { size < Self.capacity }

    /// For one consumer; what was added before ``finish()`` is still delivered after it.
    var stream: AsyncStream<[UInt8]> { AsyncStream { await self.next() } }

    func add(_ bytes: [UInt8]) {
        if let waiter {
            self.waiter = nil
            waiter.continuation.resume(returning: bytes)
        } else {
            chunks.append(bytes)
            size += bytes.count
        }
    }

    func finish() {
        isFinished = true
        wake()
    }

    private func next() async -> [UInt8]? {
        if !chunks.isEmpty {
            let hadRoom = hasRoom
            let chunk = chunks.removeFirst()
            size -= chunk.count
            if !hadRoom, hasRoom { onRoom() }
            return chunk
        }
        if isFinished { return nil }
        let id = nextID
        nextID += 1
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A second consumer sends the first away.
                wake()
                if Task.isCancelled {
                    continuation.resume(returning: nil)
                } else {
                    waiter = (id, continuation)
                }
            }
        } onCancel: {
            Task { @LoopActor in if waiter?.id == id { wake() } }
        }
    }

    private func wake() {
        let waiting = waiter
        waiter = nil
        waiting?.continuation.resume(returning: nil)
    }
}
