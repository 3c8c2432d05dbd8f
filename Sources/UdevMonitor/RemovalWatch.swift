internal import EventLoop

/// What the kernel itself says has left. udevd says so too, but later: its workers wait for the lock of any device that does
/// not let go of its drivers, and the news of all others wait behind them.
///
/// Nothing of sysfs is read here, so that it can happen on the loop.
@LoopActor final class RemovalWatch {
    private let socket: UdevSocket
    private let removed: @LoopActor (Sighting) -> Void
    private var watch: DescriptorWatch?

    /// Nil where the kernel cannot be listened to; udevd's word has to do then.
    init?(removed: @escaping @LoopActor (Sighting) -> Void) {
        // libudev knows no threads: a context of its own.
        guard let context = try? UdevContext(), let socket = try? UdevSocket(context, source: .kernel) else {
            return nil
        }
        self.socket = socket
        self.removed = removed
        watch = try? DescriptorWatch(socket.descriptor, for: .readable) { [unowned self] _ in receive() }
        if watch == nil { return nil }
    }

    func cancel() {
        watch?.cancel()
        watch = nil
    }

    // One a turn: the rest is reported again. What an overflow loses udevd says as well.
    private func receive() {
        guard case .device(let device) = socket.receive(), let removal = Sighting(removalIn: device) else { return }
        removed(removal)
    }
}
