internal import CPosix
import EventLoop
internal import Glibc

/// Text lines over a stream socket or pipe.
@LoopActor final class LineConnection {
    private let descriptor: Int32
    private let onLine: @LoopActor (String) -> Void
    private let onClose: @LoopActor () -> Void
    private var watch: DescriptorWatch?
    private var buffer: [UInt8] = []

    private static let chunk = 4096
    private let longestLine: Int

    /// Takes ownership of `descriptor`, unless it throws. `onClose` is called when the other side ends it or talks too
    /// long without a line feed.
    init(
        _ descriptor: Int32, longestLine: Int = chunk, onLine: @escaping @LoopActor (String) -> Void,
        onClose: @escaping @LoopActor () -> Void
    ) throws(SystemError) {
        self.descriptor = descriptor
        self.longestLine = longestLine
        self.onLine = onLine
        self.onClose = onClose
        watch = try DescriptorWatch(descriptor, for: .readable) { [weak self] _ in self?.receive() }
    }

    isolated deinit { close() }

    func close() {
        guard let watch else { return }
        watch.cancel()
        self.watch = nil
        _ = Glibc.close(descriptor)
    }

    /// Answers are short: what the socket does not take at once, nobody is reading.
    func send(_ line: String) {
        if watch == nil { return }
        let bytes = Array("\(line)\n".utf8)
        _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
    }

    private func receive() {
        var chunk = [UInt8](repeating: 0, count: Self.chunk)
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
        if count > 0 {
            buffer += chunk.prefix(count)
            while watch != nil, let end = buffer.firstIndex(of: Ascii.lineFeed) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end + 1)
                onLine(line)
            }
        }
        if count <= 0 || buffer.count > longestLine {
            close()
            onClose()
        }
    }
}
