internal import CUSB
internal import EventLoop
internal import ModemCore

/// One asynchronous bulk transfer. libusb holds a reference from submission to completion, so that buffer and transfer
/// outlive whoever stopped waiting.
@LoopActor final class BulkTransfer {
    private enum State {
        case ready
        case flying(CheckedContinuation<BulkOnlyExchange.Outcome, Never>, timer: Task<Void, Never>)
        case ended
    }

    private let transfer: UnsafeMutablePointer<libusb_transfer>
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var state = State.ready
    /// Why it was cancelled, if it was.
    private var cancelled: StorageError?

    /// - Parameter bytes: what to send; for an IN endpoint, what the answer is written over.
    init(_ handle: USBPointer, endpoint: UInt8, bytes: [UInt8]) throws(StorageError) {
        guard let transfer = libusb_alloc_transfer(0) else { throw .failed("no memory") }
        self.transfer = transfer
        buffer = .allocate(capacity: bytes.count)
        _ = buffer.initialize(from: bytes)
        transfer.pointee.dev_handle = handle.raw
        transfer.pointee.endpoint = endpoint
        transfer.pointee.type = UInt8(LIBUSB_TRANSFER_TYPE_BULK.rawValue)
        transfer.pointee.buffer = buffer.baseAddress
        transfer.pointee.length = Int32(clamping: bytes.count)
        // The time limit is ours: it comes from a clock that tests can move.
        transfer.pointee.timeout = 0
    }

    isolated deinit {
        libusb_free_transfer(transfer)
        buffer.deallocate()
    }

    /// Submits, and returns when the kernel has given the transfer back, also when the task is cancelled or the time is
    /// up. Once only.
    func run(limit: Duration, clock: any Clock<Duration>) async -> BulkOnlyExchange.Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in submit(continuation, limit, clock) }
        } onCancel: {
            if EventLoop.main.isOnLoop {
                LoopActor.assume { cancel(.failed("cancelled")) }
            } else {
                Task { @LoopActor in cancel(.failed("cancelled")) }
            }
        }
    }

    /// The waiting ``run(limit:clock:)`` ends with `reason` as soon as the kernel lets go.
    func cancel(_ reason: StorageError) {
        guard case .flying = state else { return }
        cancelled = cancelled ?? reason
        libusb_cancel_transfer(transfer)
    }

    private func submit(
        _ continuation: CheckedContinuation<BulkOnlyExchange.Outcome, Never>, _ limit: Duration,
        _ clock: any Clock<Duration>
    ) {
        guard case .ready = state, !Task.isCancelled else {
            continuation.resume(returning: .failed(.failed("cancelled")))
            return
        }
        transfer.pointee.callback = { transfer in
            guard let user = transfer?.pointee.user_data else { return }
            let finished = Unmanaged<BulkTransfer>.fromOpaque(user).takeRetainedValue()
            // Runs inside handleEvents, on the loop.
            LoopActor.assume { finished.completed() }
        }
        let reference = Unmanaged.passRetained(self)
        transfer.pointee.user_data = reference.toOpaque()
        let failed = libusb_submit_transfer(transfer)
        guard failed == 0 else {
            reference.release()
            state = .ended
            continuation.resume(returning: .failed(StorageError(libusb: failed)))
            return
        }
        let timer = Task { @LoopActor [weak self] in
            guard (try? await clock.sleep(for: limit)) != nil else { return }
            self?.cancel(.timedOut)
        }
        state = .flying(continuation, timer: timer)
    }

    private func completed() {
        guard case .flying(let continuation, let timer) = state else { return }
        state = .ended
        timer.cancel()
        continuation.resume(returning: outcome)
    }

    private var outcome: BulkOnlyExchange.Outcome {
        switch transfer.pointee.status {
        case LIBUSB_TRANSFER_COMPLETED:
            let isIn = transfer.pointee.endpoint & 0x80 != 0
            let count = max(0, Int(transfer.pointee.actual_length))
            return .done(isIn ? Array(buffer.prefix(count)) : [])
        case LIBUSB_TRANSFER_STALL: return .stalled
        case LIBUSB_TRANSFER_NO_DEVICE: return .failed(.gone)
        case LIBUSB_TRANSFER_CANCELLED: return .failed(cancelled ?? .failed("cancelled"))
        case LIBUSB_TRANSFER_TIMED_OUT: return .failed(.timedOut)
        case LIBUSB_TRANSFER_OVERFLOW: return .failed(.failed("the stick sent more than was asked for"))
        default: return .failed(.failed("transfer error"))
        }
    }
}
