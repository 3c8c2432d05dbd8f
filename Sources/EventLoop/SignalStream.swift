internal import CPosix
internal import Glibc

/// Unix signals as a stream. They are blocked in the calling thread from the start, so none is delivered in between.
@LoopActor package final class SignalStream {
    /// Signal numbers, in the order of arrival. Unbounded, but the kernel merges equal pending signals.
    package nonisolated let signals: AsyncStream<Int32>

    private let descriptor: Int32
    private let continuation: AsyncStream<Int32>.Continuation
    private var watch: DescriptorWatch?

    /// - Throws: ``SystemError`` where no descriptor is left.
    package init(_ numbers: [Int32]) throws(SystemError) {
        descriptor = try SystemError.check("signalfd", cposix_signalfd(numbers, Int32(numbers.count)))
        (signals, continuation) = AsyncStream.makeStream(bufferingPolicy: .unbounded)
        watch = try DescriptorWatch(descriptor, for: .readable) { [unowned self] _ in drain() }
    }

    isolated deinit {
        watch?.cancel()
        continuation.finish()
        _ = close(descriptor)
    }

    private func drain() {
        while case let number = cposix_signalfd_read(descriptor), number > 0 { continuation.yield(number) }
    }
}
