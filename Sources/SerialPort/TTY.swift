internal import CPosix
package import EventLoop
internal import Glibc
package import ModemCore

/// An open tty, read and written by the event loop.
///
/// Incoming bytes wait in an ``IncomingQueue`` (64 KiB, then the tty is not read any further). Writes are served in the order
/// of their calls; each has ten seconds.
@LoopActor package final class TTY: SerialPort {
    /// What is read, and then understood, in one turn of the loop: a stick that floods gets no more of a turn than others.
    static let readSize = 4 * 1024
    static let writeTime = Duration.seconds(10)

    private enum State {
        case reading(IncomingQueue)
        /// Another program reads; we only watch for a hang-up.
        case lent
        /// Hung up or unplugged; the descriptor is still ours to close.
        case hungUp
        case closed
    }

    private struct Write {
        let id: UInt64
        var rest: ArraySlice<UInt8>
        let continuation: CheckedContinuation<Result<Void, SerialError>, Never>
    }

    package nonisolated let name: String
    package private(set) var incoming: AsyncStream<[UInt8]>
    private let descriptor: Int32
    /// Of this tty alone: a stick that takes no output keeps the last close of its ttys for half a minute each.
    private let lane: BlockingLane
    private let clock: any Clock<Duration>
    private var state: State
    private var watch: DescriptorWatch?
    private var writes: [Write] = []
    private var scratch = [UInt8](repeating: 0, count: TTY.readSize)
    private var nextWriteID: UInt64 = 1

    /// Takes ownership of an open, prepared descriptor; the caller keeps it if this throws.
    init(name: String, descriptor: Int32, lane: BlockingLane, clock: any Clock<Duration>) throws(SystemError) {
        self.name = name
        self.descriptor = descriptor
        self.lane = lane
        self.clock = clock
        // Until everything is in place there is nothing to close.
        state = .closed
        incoming = AsyncStream { nil }
        watch = try DescriptorWatch(descriptor, for: []) { [weak self] events in self?.handle(events) }
        startReading()
    }

    isolated deinit {
        let isLent: Bool
        switch state {
        case .closed: return
        case .reading(let queue):
            // Whoever reads does not hold the tty, and would wait for ever.
            queue.finish()
            isLent = false
        case .lent: isLent = true
        case .hungUp: isLent = false
        }
        watch?.cancel()
        let descriptor = descriptor
        lane.submit {
            if isLent { _ = Glibc.close(descriptor) } else { TTYSettings.release(descriptor) }
        }
    }

    // MARK: SerialPort

    package func write(_ bytes: [UInt8]) async throws(SerialError) {
        switch state {
        case .reading: break
        case .lent: throw .busy
        case .hungUp, .closed: throw .gone
        }
        var rest = bytes[...]
        if writes.isEmpty { try push(&rest) }
        if rest.isEmpty { return }
        let id = nextWriteID
        nextWriteID += 1
        let timer = Task { @LoopActor [weak self, clock] in
            try await clock.sleep(for: Self.writeTime)
            self?.endWrite(id, .failure(.timedOut))
        }
        defer { timer.cancel() }
        let outcome = await withCheckedContinuation { continuation in
            writes.append(Write(id: id, rest: rest, continuation: continuation))
            updateInterest()
        }
        try outcome.get()
    }

    package func lend() async throws(SerialError) {
        switch state {
        case .reading(let queue):
            state = .lent
            queue.finish()
            endWrites(.busy)
            updateInterest()
        case .lent: return
        case .hungUp, .closed: throw .gone
        }
        let descriptor = descriptor
        try await change { () throws(SerialError) in try TTYSettings.share(descriptor) }
    }

    package func takeBack() async throws(SerialError) {
        switch state {
        case .reading: return
        case .lent: break
        case .hungUp, .closed: throw .gone
        }
        let descriptor = descriptor
        try await change { () throws(SerialError) in try TTYSettings.take(descriptor) }
        startReading()
    }

    package func close() async {
        let isLent: Bool
        switch state {
        case .reading, .hungUp: isLent = false
        case .lent: isLent = true
        case .closed:
            // Somebody else's close may be under way; the lane keeps its order.
            return await lane.run {}
        }
        stop(.closed)
        let descriptor = descriptor
        await lane.run {
            // What is in the buffers of a lent tty is the borrower's, and so is TIOCEXCL.
            if isLent { _ = Glibc.close(descriptor) } else { TTYSettings.release(descriptor) }
        }
    }

    /// Runs ioctls on a lent tty off the loop. While they run it may hang up or be closed; the lane keeps its order, so the
    /// descriptor is not closed under them.
    private func change(_ body: @escaping @Sendable () throws(SerialError) -> Void) async throws(SerialError) {
        do throws(SerialError) {
            try await lane.run(body)
        } catch {
            if error == .gone, case .lent = state { stop(.hungUp) }
            throw error
        }
        guard case .lent = state else { throw .gone }
    }

    // MARK: State

    private func startReading() {
        let queue = IncomingQueue { [weak self] in self?.updateInterest() }
        state = .reading(queue)
        incoming = queue.stream
        updateInterest()
    }

    /// The one way to an end: nothing is watched, read or written afterwards.
    private func stop(_ end: State) {
        if case .reading(let queue) = state { queue.finish() }
        state = end
        watch?.cancel()
        watch = nil
        endWrites(.gone)
    }

    private func updateInterest() {
        var events: DescriptorEvents = []
        if case .reading(let queue) = state {
            if queue.hasRoom { events.insert(.readable) }
            if !writes.isEmpty { events.insert(.writable) }
        }
        // Even an empty set reports a hang-up: that is how we learn that a lent tty is gone.
        watch?.update(events)
    }

    private func handle(_ events: DescriptorEvents) {
        let isOver = !events.isDisjoint(with: [.hungUp, .failed])
        if case .reading(let queue) = state {
            if events.contains(.writable), !isOver { resumeWrites() }
            // What was received before the hang-up is still there to be read; then read() says that it is over.
            if events.contains(.readable), queue.hasRoom { return read(into: queue) }
        }
        if isOver { stop(.hungUp) }
    }

    // MARK: Reading

    private func read(into queue: IncomingQueue) {
        let count = scratch.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        let code = count < 0 ? errno : 0
        if count > 0 {
            queue.add(Array(scratch.prefix(count)))
            if !queue.hasRoom { updateInterest() }
        } else if code != EAGAIN && code != EINTR {
            stop(.hungUp)
        }
    }

    // MARK: Writing

    /// Writes what fits now.
    private func push(_ rest: inout ArraySlice<UInt8>) throws(SerialError) {
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            let code = count < 0 ? errno : 0
            switch (count, code) {
            case (1..., _): rest = rest.dropFirst(count)
            case (0, _), (_, EAGAIN): return
            case (_, EINTR): continue
            default:
                stop(.hungUp)
                throw .gone
            }
        }
    }

    private func resumeWrites() {
        while var write = writes.first {
            do throws(SerialError) {
                try push(&write.rest)
            } catch {
                // The tty has hung up: all writes have ended with it.
                return
            }
            guard write.rest.isEmpty else {
                writes[0] = write
                return
            }
            endWrite(write.id, .success(()))
        }
    }

    private func endWrite(_ id: UInt64, _ outcome: Result<Void, SerialError>) {
        guard let index = writes.firstIndex(where: { $0.id == id }) else { return }
        writes.remove(at: index).continuation.resume(returning: outcome)
        updateInterest()
    }

    private func endWrites(_ error: SerialError) {
        let ended = writes
        writes = []
        for write in ended { write.continuation.resume(returning: .failure(error)) }
    }
}
