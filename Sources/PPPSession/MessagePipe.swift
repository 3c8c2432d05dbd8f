internal import CPosix
internal import EventLoop
internal import Glibc

/// Standard output and error of pppd, of which the end is kept.
///
/// Both ends are non-blocking: a daemon that is slow to read costs pppd a message, never a pause.
@LoopActor final class MessagePipe {
    private(set) var tail = MessageTail()
    private var reading: Int32
    private var writing: Int32
    private var watch: DescriptorWatch?

    init() throws(SystemError) {
        var ends: [Int32] = [0, 0]
        try SystemError.check("pipe", cposix_pipe(&ends))
        (reading, writing) = (ends[0], ends[1])
        do throws(SystemError) {
            watch = try DescriptorWatch(reading, for: .readable) { [unowned self] _ in readOnce() }
        } catch {
            _ = close(ends[0])
            _ = close(ends[1])
            throw error
        }
    }

    /// The end that becomes the child's output.
    var childEnd: Int32 { writing }

    /// Once the child has its copy: from then on the pipe ends with the child.
    func closeChildEnd() {
        if writing >= 0 { _ = close(writing) }
        writing = -1
    }

    /// Takes what is still in the pipe and closes it. Bounded: a program started by pppd may hold the other end.
    func finish() {
        closeChildEnd()
        for _ in 0..<32 where reading >= 0 { readOnce() }
        endReading()
    }

    private func readOnce() {
        let count = withUnsafeTemporaryAllocation(byteCount: MessageTail.limit, alignment: 1) { buffer in
            let count = read(reading, buffer.baseAddress, buffer.count)
            if count > 0 { tail.append(buffer.prefix(count)) }
            return count
        }
        if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { endReading() }
    }

    private func endReading() {
        watch?.cancel()
        watch = nil
        if reading >= 0 { _ = close(reading) }
        reading = -1
    }
}
