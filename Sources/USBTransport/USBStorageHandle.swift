internal import EventLoop
internal import Glibc
internal import ModemCore

/// A claimed interface: runs one command after the other.
@LoopActor final class USBStorageHandle: StorageHandle {
    private enum State {
        case idle
        case running
        /// Closing was asked for while a command runs: it ends early and wakes whom is waiting here.
        case stopping([CheckedContinuation<Void, Never>])
        case closed
    }

    static let transferLimit: Duration = .seconds(3)

    private let node: USBNode
    private let interface: StorageInterface
    private let context: USBContext
    private let clock: any Clock<Duration>
    private var state = State.idle
    private var transfer: BulkTransfer?

    init(_ node: USBNode, _ interface: StorageInterface, _ context: USBContext, _ clock: any Clock<Duration>) {
        self.node = node
        self.interface = interface
        self.context = context
        self.clock = clock
    }

    /// An owner that forgot ``close(reattach:)`` must not cost the stick until the daemon ends.
    isolated deinit {
        guard case .idle = state else { return }
        let (node, number, context) = (node, interface.number, context)
        Task { @LoopActor in
            await USBStorageTransport.close(node, context) { $0.release(number, reattach: true) }
        }
    }

    func transfer(_ wrapper: CommandBlockWrapper) async throws(StorageError) -> CommandStatus {
        switch state {
        case .idle: state = .running
        case .running: throw .busy
        case .stopping, .closed: throw .gone
        }
        defer { ended() }
        var exchange = BulkOnlyExchange(wrapper)
        var action = exchange.start()
        while true {
            let outcome: BulkOnlyExchange.Outcome
            switch action {
            case .send(let bytes): outcome = await move(bytes, interface.bulkOut)
            case .receive(let count):
                outcome = await move(Array(repeating: 0, count: count), interface.bulkIn)
            case .clearHalt(let direction): outcome = await clearHalt(direction)
            case .finish(let status): return status
            case .fail(let error): throw error
            }
            // While waiting, closing may have been asked for.
            if case .stopping = state { throw .gone }
            action = exchange.next(outcome)
        }
    }

    func close(reattach: Bool) async {
        waiting: while true {
            switch state {
            case .idle: break waiting
            // Then looks again: another call may have come first.
            case .running, .stopping: await commandEnded()
            case .closed: return
            }
        }
        state = .closed
        let number = interface.number
        await USBStorageTransport.close(node, context) { $0.release(number, reattach: reattach) }
    }

    private func move(_ bytes: [UInt8], _ endpoint: UInt8) async -> BulkOnlyExchange.Outcome {
        do throws(StorageError) {
            let transfer = try BulkTransfer(node.handle, endpoint: endpoint, bytes: bytes)
            self.transfer = transfer
            defer { self.transfer = nil }
            return await transfer.run(limit: Self.transferLimit, clock: clock)
        } catch {
            return .failed(error)
        }
    }

    private func clearHalt(_ direction: BulkOnlyExchange.Direction) async -> BulkOnlyExchange.Outcome {
        let node = node
        let endpoint = direction == .toStick ? interface.bulkOut : interface.bulkIn
        let failed = await BlockingLane.shared.run { node.clearHalt(endpoint) }
        return failed == 0 ? .done([]) : .failed(StorageError(libusb: failed))
    }

    private func commandEnded() async {
        await withCheckedContinuation { continuation in
            if case .stopping(let others) = state {
                state = .stopping(others + [continuation])
            } else {
                state = .stopping([continuation])
                transfer?.cancel(.gone)
            }
        }
    }

    private func ended() {
        if case .stopping(let waiting) = state {
            state = .idle
            for continuation in waiting { continuation.resume() }
        } else {
            state = .idle
        }
    }
}
